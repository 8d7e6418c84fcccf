"""The class report: how hard the parts were, and how well they measure."""
