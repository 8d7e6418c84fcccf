# %%
import signal


def ring(*_):
    raise KeyboardInterrupt


signal.signal(signal.SIGALRM, ring)
signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
signal.signal(signal.SIGVTALRM, ring)
signal.setitimer(signal.ITIMER_VIRTUAL, 0.001, 0.001)
# %%
ANSWERS
