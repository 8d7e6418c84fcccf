# %%
import os
import sys

print("x" * 100_000_000)
for _ in range(100_000):
    print("line " * 20)
    sys.stderr.write("line " * 20)
    os.write(1, b"line" * 20)
    os.write(2, b"line" * 20)
# %%
ANSWERS
