"""The grade sheet: one row a student, for people and for learning platforms."""
