# %%
import random
import threading
import time

import numpy as np
import torch


def work():
    while True:
        print("still here" * 100)
        np.random.seed(1)
        random.seed(1)
        torch.manual_seed(1)
        time.sleep(0.0005)


for _ in range(4):
    threading.Thread(target=work, daemon=True).start()
# %%
ANSWERS
