"""The instructor's desk: compose a homework, build it, grade it, take the sheet to the registrar."""
