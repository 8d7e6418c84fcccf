"""The rules of a recipe for hand-ins: deadlines, what being late costs, extensions."""
