"""The small changes of a module: those of cosmic-ray's that turn one thing into its like."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator

from .rooms import ROOT

# What cosmic-ray could do beside these (`+` to eleven others, a decorator away) breaks at once, or
# is one of these again.
TURNED = {
    "ReplaceComparisonOperator": (
        *("Eq_NotEq", "NotEq_Eq", "Is_IsNot", "IsNot_Is", "Lt_LtE", "Lt_GtE", "LtE_Lt", "LtE_Gt"),
        *("Gt_GtE", "Gt_LtE", "GtE_Gt", "GtE_Lt"),
    ),
    "ReplaceBinaryOperator": (
        *("Add_Sub", "Sub_Add", "Mul_Div", "Div_Mul", "FloorDiv_Mul"),
        *("BitAnd_BitOr", "BitOr_BitAnd"),
    ),
    "ReplaceUnaryOperator": ("USub_UAdd", "Delete_Not", "Delete_Invert"),
}
OPERATORS = [
    *(f"core/{kind}_{each}" for kind, turned in TURNED.items() for each in turned),
    *("core/ReplaceAndWithOr", "core/ReplaceOrWithAnd", "core/AddNot", "core/NumberReplacer"),
    *("core/ReplaceTrueWithFalse", "core/ReplaceFalseWithTrue", "core/ZeroIterationForLoop"),
    *("core/ReplaceBreakWithContinue", "core/ReplaceContinueWithBreak"),
]


@dataclass(frozen=True)
class Change:
    """The n-th place of an operator in a module: its line, and that of the function around it."""

    path: Path
    operator: str
    occurrence: int
    line: int
    function: int | None

    @property
    def place(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @property
    def module(self) -> str:
        name = ".".join(self.path.relative_to(ROOT).with_suffix("").parts)
        return name.removesuffix(".__init__")

    def source(self) -> str:
        """The text of the module with this change."""
        source = self.path.read_text("utf-8")
        return mutate_code(source, get_operator(self.operator)(), self.occurrence)

    def __str__(self) -> str:
        before = self.path.read_text("utf-8").splitlines()
        pairs = zip(before, self.source().splitlines(), strict=False)
        was, now = next((a.strip(), b.strip()) for a, b in pairs if a != b)
        return f"{self.place}:{self.line} `{was}` → `{now}`"


def changes(path: Path) -> Iterator[Change]:
    """Each change of a module but those of annotations, which only break."""
    source = path.read_text("utf-8")
    tree = ast.parse(source)
    nodes = list(ast_nodes(get_ast(source)))
    for name in OPERATORS:
        positions = get_operator(name)().mutation_positions
        starts = [start for node in nodes for start, _ in positions(node)]
        for occurrence, start in enumerate(starts):
            if not annotates(tree, *start):
                yield Change(path, name, occurrence, start[0], around(tree, start[0]))


def annotates(tree: ast.Module, line: int, column: int) -> bool:
    held = [
        annotation
        for node in ast.walk(tree)
        for annotation in (getattr(node, "annotation", None), getattr(node, "returns", None))
        if annotation is not None
    ]
    at = (line, column)
    return any((n.lineno, n.col_offset) <= at < (n.end_lineno, n.end_col_offset) for n in held)


def around(tree: ast.Module, line: int) -> int | None:
    """The line of the innermost function around a line."""
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    starts = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, functions) and node.lineno <= line <= (node.end_lineno or 0)
    ]
    return max(starts, default=None)
