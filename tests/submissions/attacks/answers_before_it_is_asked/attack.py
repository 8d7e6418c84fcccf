# %%
import struct

import msgpack

for number in range(1, 40):
    header = msgpack.packb({"n": number, "value": True})
    import os

    os.write(3, struct.pack("<IQ", len(header), 0) + header)
# %%
ANSWERS
