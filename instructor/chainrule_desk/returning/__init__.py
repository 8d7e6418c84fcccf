"""What each student gets back: points, tests, rubric items and comments."""
