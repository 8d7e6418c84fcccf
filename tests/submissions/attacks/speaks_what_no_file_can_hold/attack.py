# %%
print("\ud800 \x00 \x1b[2J \udfff")
# %%
raise ValueError("\ud800 \x00 \x1b[2J")


# %%
def scale(x, factor):
    raise ValueError("\ud800 \x00 \x1b[2J")


# %%
grader.check("scale")
# %%
answer = "\udc00\x00"
# %%
grader.check("answer")
