# %%
import os

for folder in (".", "/tmp", "/dev/shm", "/var/tmp", "/run"):
    for number in range(40):
        try:
            with open(os.path.join(folder, f"flood-{number}"), "wb") as stream:
                for _ in range(64):
                    stream.write(bytes(1 << 20))
        except OSError as error:
            print(folder, number, error)
            break
for number in range(40):
    try:
        os.remove(f"flood-{number}")
    except OSError:
        pass
# %%
ANSWERS
