# %%
import ctypes
import platform

NUMBERS = {  # x86_64, aarch64
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "pidfd_getfd": (438, 438),
    "io_uring_setup": (425, 425),
    "userfaultfd": (323, 282),
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "keyctl": (250, 219),
    "add_key": (248, 217),
    "shmget": (29, 194),
    "semget": (64, 190),
    "msgget": (68, 186),
    "mq_open": (240, 180),
    "perf_event_open": (298, 241),
    "bpf": (321, 280),
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "open_by_handle_at": (304, 265),
}
column = 0 if platform.machine() == "x86_64" else 1
libc = ctypes.CDLL(None, use_errno=True)
buffer = ctypes.create_string_buffer(256)
got = []
for name, numbers in NUMBERS.items():
    arguments = [0, 0, 0, 0, 0]
    if name in ("memfd_create", "mq_open", "add_key"):
        arguments[0] = ctypes.addressof(buffer)
    if name in ("shmget", "semget", "msgget"):
        arguments = [0, 4096 if name == "shmget" else 1, 0o1600, 0, 0]
    if name == "io_uring_setup":
        arguments = [8, ctypes.addressof(buffer), 0, 0, 0]
    if name == "unshare":
        arguments[0] = 0x10000000
    wide = [ctypes.c_long(argument) for argument in arguments]
    if libc.syscall(ctypes.c_long(numbers[column]), *wide) >= 0:
        got.append(name)
print("FOUND" if got else "nothing", got)
# %%
ANSWERS
