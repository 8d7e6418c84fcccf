# %%
import os

for data in (b"\xff" * 64, b"\x00" * 12, b"{}", os.urandom(999)):
    os.write(3, data)
# %%
ANSWERS
