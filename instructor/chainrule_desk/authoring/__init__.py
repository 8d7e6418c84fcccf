"""What an instructor writes: problems of the bank, recipes, and right and wrong answers."""
