# %%
exit()
# %%
import sys

sys.exit(3)
# %%
import os

os._exit(0)
# %%
ANSWERS
