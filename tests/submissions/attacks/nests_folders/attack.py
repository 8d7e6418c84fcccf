# %%
import os

here = os.getcwd()
os.makedirs("deep")
os.chdir("deep")
for _ in range(3_000):
    os.mkdir("d")
    os.chdir("d")
os.chdir(here)
os.symlink("circle", "circle")
os.symlink("/", "all")
os.mkdir(b"\xff\n\x1b[2J")
os.chmod("deep", 0)
# %%
ANSWERS
