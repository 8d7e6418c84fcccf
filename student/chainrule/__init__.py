"""The student kit: what a homework notebook imports besides numpy and torch."""

__version__ = "0.1.0"
