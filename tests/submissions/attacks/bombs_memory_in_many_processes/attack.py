# %%
import os
import time

for _ in range(30):
    if os.fork() == 0:
        hoard = bytearray(os.urandom(1 << 20)) * 150
        time.sleep(60)
        os._exit(0)
time.sleep(1.5)
# %%
ANSWERS
