"""What is known of a homework: runs, marks and remarks in the store, and what they come to."""
