# %%
import ctypes
import signal

signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM, signal.SIGINT, signal.SIGTERM])
ctypes.CDLL(None).pause()
# %%
ANSWERS
