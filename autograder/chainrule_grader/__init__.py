"""The autograder: what runs a stranger's notebook and turns it into scores."""
