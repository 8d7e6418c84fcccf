# %%
import os
import site
import sys

code = "open('/tmp/chainrule-canary', 'w')"
for folder in (
    "/tmp",
    "/var/tmp",
    "/dev/shm",
    "/dev/mqueue",
    "/run",
    os.path.expanduser("~"),
    "/root",
    site.getsitepackages()[0],
    sys.prefix,
    *sys.path,
):
    for name in (
        "chainrule-canary",
        "sitecustomize.py",
        ".bashrc",
        "chainrule-canary.pth",
        "startup.py",
    ):
        try:
            with open(os.path.join(folder, name), "w") as stream:
                stream.write(code)
        except OSError:
            pass
from multiprocessing import shared_memory

try:
    shared_memory.SharedMemory("chainrule-canary", create=True, size=64)
except OSError:
    pass
# %%
ANSWERS
