"""From a recipe to what is handed out: the master notebook, the release, the handouts."""
