"""Make wrong programs out of right ones, to see whether the tests notice.

Each mutant changes one place of a model answer in a way in which this field goes wrong: a sign, a
transpose, an axis, a mean for a sum, a factor dropped or taken twice, an upstream gradient of ones,
a bound or an index moved by one, a batch size taken for granted, a nonlinearity left out, an
argument changed in place, arguments swapped, the last round of a loop or a statement left out.
Nothing runs here; :mod:`chainrule_desk.auditing.mutation` does that.
"""

from __future__ import annotations

import ast
import copy
import difflib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Change = ast.AST | list[ast.stmt]
"""What stands in a node's place; several statements may stand for one."""

Function = ast.FunctionDef | ast.Lambda

SWAPPED_OPERATORS: dict[type[ast.operator], ast.operator] = {
    ast.Add: ast.Sub(),
    ast.Sub: ast.Add(),
    ast.Mult: ast.Div(),
    ast.Div: ast.Mult(),
}
MOVED_BOUNDS: dict[type[ast.cmpop], ast.cmpop] = {
    ast.Gt: ast.GtE(),
    ast.GtE: ast.Gt(),
    ast.Lt: ast.LtE(),
    ast.LtE: ast.Lt(),
    ast.Eq: ast.NotEq(),
    ast.NotEq: ast.Eq(),
}
SWAPPED_NAMES = {
    "mean": "sum",
    "sum": "mean",
    "max": "min",
    "argmax": "argmin",
    "zeros": "ones",
    "ones": "zeros",
    "sin": "cos",
    "cos": "sin",
    "ceil": "floor",
}
SWAPPED_WORDS = {"yes": "no", "no": "yes"}
FUNCTIONS = {"exp", "log", "sqrt", "abs", "sign", "relu", "sigmoid", "tanh", "softmax", "diag"}
COPIES = {"clone", "copy", "detach"}
TRANSPOSES = {"t", "transpose"}
AXES = {"dim", "axis"}
KEPT = {"keepdim", "keepdims"}
COMMUTATIVE = {"max", "min", "maximum", "minimum"}
WITHOUT_EFFECT = {"strict"}  # on right answers, that is
SOME_BATCH = 4


@dataclass(frozen=True)
class Mutant:
    """A model answer with one change.

    Attributes:
        was: The changed lines, as the model answer has them.
        now: The same lines in the mutant; with ``was``, what it is known by.
        source: The whole answer.
    """

    was: str
    now: str
    source: str


def mutants(answer: str) -> list[Mutant]:
    """Return all programs that differ from a model answer in one place."""
    tree = ast.parse(answer)
    original = ast.unparse(tree)
    made: dict[str, Mutant] = {}
    for place, new in _all_changes(tree):
        source = ast.unparse(ast.fix_missing_locations(_with(tree, place, new)))
        if source != original and source not in made:
            made[source] = Mutant(*_difference(original, source), source)
    return list(made.values())


def _difference(old: str, new: str) -> tuple[str, str]:
    """Return the lines that differ, without indentation; of lines that occur twice, with place."""
    before, after = old.splitlines(), new.splitlines()
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    changed = [block[1:] for block in matcher.get_opcodes() if block[0] != "equal"]
    first, last = changed[0][0], changed[-1][1]
    was = "; ".join(line.strip() for line in before[first:last])
    now = "; ".join(line.strip() for line in after[changed[0][2] : changed[-1][3]])
    alike = [i for i, line in enumerate(before) if line.strip() == before[first].strip()]
    if len(alike) > 1:
        was += f"  # {alike.index(first) + 1} of {len(alike)}"
    return was, now


def _all_changes(tree: ast.Module) -> Iterator[tuple[ast.AST, Change]]:
    handled: set[ast.AST] = set()  # inside of what has been changed as a whole
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg in AXES | KEPT | WITHOUT_EFFECT:
            handled |= set(ast.walk(node.value))
    for node in ast.walk(tree):
        if node not in handled:
            for new in _changes(node):
                yield node, new
        if isinstance(node, ast.FunctionDef):
            yield from _in_place(node)
    yield from _removals(tree)


def _changes(node: ast.AST) -> Iterator[Change]:
    """Yield what a node may be replaced by, wherever it stands."""
    match node:
        case ast.BinOp(left=left, op=ast.MatMult() as times, right=right):
            yield ast.BinOp(right, times, left)
            yield ast.BinOp(_ones(left), times, right)
            yield ast.BinOp(left, times, _ones(right))
        case ast.BinOp(left=left, op=operator, right=right):
            if type(operator) in SWAPPED_OPERATORS:
                yield ast.BinOp(left, SWAPPED_OPERATORS[type(operator)], right)
            yield left
            if isinstance(operator, ast.Add | ast.Sub | ast.Mult):
                yield right
            if isinstance(operator, ast.Mult | ast.Div):
                yield ast.BinOp(node, operator, right)
        case ast.UnaryOp(op=ast.USub() | ast.Not(), operand=operand):
            yield operand
        case ast.Compare(ops=[operator]) if type(operator) in MOVED_BOUNDS:
            yield ast.Compare(node.left, [MOVED_BOUNDS[type(operator)]], node.comparators)
        case ast.Attribute(attr="T" | "mT", value=value):
            yield value
        case ast.Attribute(attr=name) if name in SWAPPED_NAMES:
            yield ast.Attribute(node.value, SWAPPED_NAMES[name], node.ctx)
        case ast.Subscript(value=ast.Attribute(attr="shape"), slice=ast.Constant(value=0)):
            yield ast.Constant(SOME_BATCH)
        case ast.Call():
            yield from _call_changes(node)
        case ast.keyword(arg=name) if name in AXES | KEPT:
            yield ast.keyword(name, _other(node.value))
        case ast.Constant(value=bool(truth)):
            yield ast.Constant(not truth)
        case ast.Constant(value=int() | float() as number):
            yield ast.Constant(number + 1)
        case ast.Assign(targets=[ast.Name()], value=ast.Tuple() as shape):
            yield from _shape_changes(node, shape)
        case ast.Return(value=ast.Tuple(elts=[*values], ctx=ctx)) if len(values) > 1:
            yield ast.Return(ast.Tuple([values[1], values[0], *values[2:]], ctx))
        case ast.Return(value=ast.Name() as value):
            yield ast.Return(ast.BinOp(value, ast.Add(), ast.Constant(1)))
        case ast.Assign(value=ast.Constant(value=str(word))):
            yield ast.Assign(node.targets, ast.Constant(SWAPPED_WORDS.get(word, "")))
        case ast.AugAssign() if type(node.op) in SWAPPED_OPERATORS:
            yield ast.AugAssign(node.target, SWAPPED_OPERATORS[type(node.op)], node.value)
            yield ast.Assign([node.target], node.value)
        case ast.If() | ast.IfExp():
            negated = copy.copy(node)
            negated.test = ast.UnaryOp(ast.Not(), node.test)
            yield negated
        case ast.For():
            shorter = copy.copy(node)
            shorter.iter = _without_last(node.iter)
            yield shorter
        case ast.comprehension():
            yield ast.comprehension(node.target, _without_last(node.iter), node.ifs, node.is_async)


def _shape_changes(node: ast.Assign, shape: ast.Tuple) -> Iterator[Change]:
    """Yield the shape transposed, and with a dimension more."""
    for dimensions in (shape.elts[::-1], [ast.Constant(1), *shape.elts]):
        yield ast.Assign(node.targets, ast.Tuple(dimensions, shape.ctx))


def _call_changes(node: ast.Call) -> Iterator[Change]:
    match node.func:
        case ast.Attribute(value=value, attr=name) if name in COPIES | TRANSPOSES:
            yield value
        case ast.Attribute(value=ast.Name() as value, attr="sum" | "mean" as name):
            yield ast.Call(ast.Attribute(_ones(value), name), node.args, node.keywords)
        case ast.Attribute(attr=name) | ast.Name(id=name) if name in FUNCTIONS and node.args:
            yield node.args[0]
        case ast.Attribute(attr="size") | ast.Name(id="len"):
            yield ast.Constant(SOME_BATCH)
    if len(node.args) > 1 and _called(node) not in COMMUTATIVE:
        first, second, *rest = node.args
        yield ast.Call(node.func, [second, first, *rest], node.keywords)
    elsewhere = [keyword for keyword in node.keywords if keyword.arg not in AXES | KEPT]
    yield ast.Call(node.func, node.args, elsewhere)
    for position, keyword in enumerate(node.keywords):
        if keyword.arg not in WITHOUT_EFFECT:
            others = node.keywords[:position] + node.keywords[position + 1 :]
            yield ast.Call(node.func, node.args, others)


def _called(node: ast.Call) -> str:
    """Return the last name of what is called."""
    match node.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _other(value: ast.expr) -> ast.expr:
    """Return the other axis, or the other truth."""
    match value:
        case ast.Constant(value=bool(truth)):
            return ast.Constant(not truth)
        case ast.Constant(value=0):
            return ast.Constant(1)
    return ast.Constant(0)


def _ones(value: ast.expr) -> ast.expr:
    """Return an expression for ones of the same shape, in numpy and in torch."""
    return ast.BinOp(ast.BinOp(value, ast.Mult(), ast.Constant(0)), ast.Add(), ast.Constant(1))


def _without_last(rounds: ast.expr) -> ast.expr:
    listed = ast.Call(ast.Name("list", ast.Load()), [rounds], [])
    end = ast.Slice(upper=ast.UnaryOp(ast.USub(), ast.Constant(1)))
    return ast.Subscript(listed, end, ast.Load())


def _in_place(function: ast.FunctionDef) -> Iterator[tuple[ast.AST, Change]]:
    """Yield statements that compute in a parameter's own memory where a new array was made."""
    parameters = {parameter.arg for parameter in function.args.args}
    for statement in ast.walk(function):
        if not isinstance(statement, ast.Assign | ast.Return | ast.Expr):
            continue
        for node in ast.walk(statement):
            match node:
                case ast.BinOp(left=ast.Name() | ast.Attribute(value=ast.Name()) as owner):
                    name = owner.id if isinstance(owner, ast.Name) else _owner(owner)
                    if name in parameters and type(node.op) in SWAPPED_OPERATORS:
                        changed = _with(statement, node, owner)
                        assert isinstance(changed, ast.stmt)
                        yield statement, [ast.AugAssign(owner, node.op, node.right), changed]


def _owner(attribute: ast.Attribute) -> str:
    assert isinstance(attribute.value, ast.Name)
    return attribute.value.id


def _removals(tree: ast.Module) -> Iterator[tuple[ast.AST, Change]]:
    """Yield statements to leave out, those that only bring a name into being excepted.

    Without these nothing would run, which every test notices.
    """
    scopes: list[ast.Module | ast.FunctionDef] = [tree]
    scopes += [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    for scope in scopes:
        statements = list(_statements(scope.body))
        bound = Counter(name for statement in statements for name in _bound(statement))
        if isinstance(scope, ast.FunctionDef):
            bound.update(parameter.arg for parameter in scope.args.args)
        for statement in statements:
            match statement:
                case ast.Expr(value=ast.Call()) | ast.AugAssign():
                    yield statement, ast.Pass()
                case ast.Assign() if all(bound[name] > 1 for name in _bound(statement)):
                    yield statement, ast.Pass()


def _statements(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements of a scope, those inside of loops and branches too."""
    for statement in body:
        yield statement
        if not isinstance(statement, ast.FunctionDef | ast.ClassDef):
            for inner in ("body", "orelse"):
                yield from _statements(getattr(statement, inner, []))


def _bound(statement: ast.stmt) -> list[str]:
    """Return the names that an assignment binds; setting an attribute or entry binds none."""
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    return [
        node.id
        for target in targets
        for node in ast.walk(target)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    ]


def _with(tree: ast.AST, old: ast.AST, new: Change) -> ast.AST:
    """Return a copy of the tree with ``new`` in the place of ``old``."""
    place = next(i for i, node in enumerate(ast.walk(tree)) if node is old)
    changed = copy.deepcopy(tree)
    here = next(node for i, node in enumerate(ast.walk(changed)) if i == place)
    if here is changed:
        assert isinstance(new, ast.AST)
        return copy.deepcopy(new)
    for parent in ast.walk(changed):
        for name, value in ast.iter_fields(parent):
            if value is here:
                setattr(parent, name, copy.deepcopy(new))
            elif isinstance(value, list) and any(entry is here for entry in value):
                at = next(i for i, entry in enumerate(value) if entry is here)
                value[at : at + 1] = copy.deepcopy(new if isinstance(new, list) else [new])
    return changed
