# %%
raise KeyboardInterrupt
# %%
raise GeneratorExit
# %%
raise type("Rude", (BaseException,), {"__str__": lambda self: 1 / 0})
# %%
ANSWERS


# %%
def scale(x, factor):
    raise SystemExit(0)


# %%
grader.check("scale")
# %%
answer = 42


# %%
class Rude(BaseException):
    def __str__(self):
        raise self


def broken(*args):
    raise Rude


Linear.backward = broken
# %%
grader.check("linear")
