# %%
import os
import signal
import time

for _ in range(3):
    if os.fork() == 0:
        os.kill(os.getpid(), signal.SIGSTOP)
        time.sleep(60)
        os._exit(0)
os.kill(0, signal.SIGSTOP)
# %%
ANSWERS
