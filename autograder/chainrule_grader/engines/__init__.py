"""Ways to run a submission: plain Otter in a subprocess, and the isolated grader."""
