# %%
import ctypes

ctypes.string_at(0)
# %%
import os

os.abort()
# %%
import sys

sys.setrecursionlimit(10**9)


def deeper():
    return deeper()


deeper()
# %%
import os
import signal

os.kill(os.getpid(), signal.SIGKILL)
os.kill(-1, signal.SIGKILL)
# %%
ANSWERS
