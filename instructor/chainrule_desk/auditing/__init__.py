"""Tests that are themselves tested: known answers and mutants, through the real grader."""
