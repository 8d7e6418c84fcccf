# %%
while True:
    pass
# %%
ANSWERS
