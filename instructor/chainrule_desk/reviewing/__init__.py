"""Grading by rubric in the browser, an answer at a time."""
