"""The instructor's desk: compose a homework, build it, grade it, write the grade sheet."""
