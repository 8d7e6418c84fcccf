# %%
def scale(x, factor):
    x *= 0
    return x


# %%
grader.check("scale")
