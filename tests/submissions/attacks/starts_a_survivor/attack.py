# %%
import os
import subprocess
import time

subprocess.Popen(["sleep", "4321"], start_new_session=True)
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.execvp("sleep", ["sleep", "4321"])
    os._exit(0)
os.system("nohup sleep 4321 >/dev/null 2>&1 &")
# %%
ANSWERS
