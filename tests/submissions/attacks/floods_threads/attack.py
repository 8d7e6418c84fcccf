# %%
import threading
import time

for _ in range(100_000):
    try:
        threading.Thread(target=time.sleep, args=(30,), daemon=True).start()
    except RuntimeError:
        break
# %%
ANSWERS
