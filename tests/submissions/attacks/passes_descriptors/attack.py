# %%
import array
import os
import socket

wire = socket.socket(fileno=os.dup(3))
wire.setblocking(False)
files = [os.open("/dev/null", os.O_RDONLY) for _ in range(100)]
for _ in range(50):
    try:
        wire.sendmsg([b"\xff"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", files))])
    except OSError:
        break
# %%
ANSWERS
