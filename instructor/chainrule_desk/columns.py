"""Columns of the grade sheet besides the parts; no part may be named like one of them."""

BEFORE_PARTS = (
    "student",
    "status",
    "total",
    "percent",
    "automatic",
    "manual",
    "bonus",
    "late_penalty",
    "marks_missing",
)
AFTER_PARTS = ("flags", "attempts", "reason", "submission", "source")
RESERVED = frozenset((*BEFORE_PARTS, *AFTER_PARTS))
