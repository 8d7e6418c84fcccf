# %%
import socket


def attempt(family, kind, address):
    try:
        end = socket.socket(family, kind)
        end.settimeout(0.2)
        end.connect(address)
        end.send(b"hello")
        return True
    except OSError:
        return False


reached = [
    attempt(socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 47999)),
    attempt(socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 47999)),
    attempt(socket.AF_INET6, socket.SOCK_STREAM, ("::1", 47999)),
    attempt(socket.AF_UNIX, socket.SOCK_STREAM, "\0chainrule-test-47999"),
    attempt(socket.AF_INET, socket.SOCK_RAW, ("127.0.0.1", 0)),
    attempt(socket.AF_NETLINK, socket.SOCK_RAW, (0, 0)),
]
try:
    socket.getaddrinfo("localhost.localdomain", 80)
except OSError:
    pass
print("FOUND" if any(reached) else "nothing", reached)
# %%
ANSWERS
