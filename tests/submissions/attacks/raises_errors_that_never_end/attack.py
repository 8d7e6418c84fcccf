# %%
class Endless(Exception):
    def __str__(self):
        while True:
            pass

    __repr__ = __str__


class Huge(Exception):
    def __str__(self):
        return "x" * 10**8


def scale(x, factor):
    if factor == 2.0:
        raise Endless
    if factor == 2.5:
        first, second = ValueError("a"), ValueError("b")
        first.__cause__, second.__cause__ = second, first
        raise first
    if factor == 3.0:
        group = ValueError("leaf")
        for _ in range(5_000):
            group = ExceptionGroup("group", [group])
        raise group
    raise Huge


# %%
grader.check("scale")
# %%
answer = 42
# %%
grader.check("answer")
