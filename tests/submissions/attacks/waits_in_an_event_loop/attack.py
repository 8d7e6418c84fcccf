# %%
import asyncio


async def spin():
    while True:
        await asyncio.sleep(0)


tasks = [asyncio.ensure_future(spin()) for _ in range(10)]
# %%
await asyncio.sleep(1e9)
# %%
asyncio.new_event_loop().run_forever()
# %%
ANSWERS
