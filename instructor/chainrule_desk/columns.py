"""Columns of the grade sheet besides the parts; no part may be named like one of them."""

BEFORE_PARTS = ("student", "status", "total", "percent", "automatic", "manual", "marks_missing")
AFTER_PARTS = ("attempts", "reason", "submission", "source")
RESERVED = frozenset((*BEFORE_PARTS, *AFTER_PARTS))
