"""Reads a formula in x: text to a tree that holds nothing but what is on the list."""

from __future__ import annotations

import ast
import math

from dlcore.errors import LabError
from dlcore.messages import N_

LONGEST = 200  # characters
DEEPEST = 40  # brackets and operations inside one another

_ALPHABET = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.+-*/(), ")
# What is read as something else; each character stands for itself in the position of an error.
_READ_AS = {"^": "**", "×": "*", "·": "*", "÷": "/", "−": "-", "（": "(", "）": ")", "，": ","}
_READ_AS |= {"π": " pi ", "\t": " ", "\n": " ", "\r": " ", "\u3000": " ", "\u00a0": " "}
_READ_AS |= {chr(ord(c) + 0xFEE0): c for c in "0123456789+-*/.xX"}  # full width

CONSTANTS = {"e": math.e, "pi": math.pi}
FUNCTIONS: dict[str, tuple[str, int]] = {
    **{
        name: (name, 1)
        for name in (
            *("exp", "expm1", "log", "log1p", "log2", "log10", "sqrt", "square", "abs", "sign"),
            *("sin", "cos", "tan", "arcsin", "arccos", "arctan", "sinh", "cosh", "tanh"),
            *("arcsinh", "arccosh", "arctanh", "erf", "erfinv", "sigmoid", "relu", "relu6"),
            *("elu", "selu", "gelu", "silu", "softplus", "softsign", "log_sigmoid"),
            *("hard_sigmoid", "hard_silu", "floor", "ceil", "round", "reciprocal"),
        )
    },
    "ln": ("log", 1),
    "swish": ("silu", 1),
    "max": ("maximum", 2),
    "min": ("minimum", 2),
    "maximum": ("maximum", 2),
    "minimum": ("minimum", 2),
    "pow": ("power", 2),
    "power": ("power", 2),
}
"""What a formula may call: name to the function in `keras.ops` and how many values it takes."""

OPERATIONS: dict[type, str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Pow: "**",
}
SIGNS: dict[type, str] = {ast.UAdd: "+", ast.USub: "-"}

_UNREADABLE = N_(
    "Character {position}: {found} does not fit here. Is an operation or a bracket missing?"
)


def read(text: str) -> ast.expr:
    """The tree of a formula, of allowed nodes only.

    Raises:
        LabError: as `dlcore.activations.formula.parse` does.
    """
    if len(text) > LONGEST:
        raise LabError(
            "A formula may have at most {longest} characters. Received: {length:,}",
            longest=LONGEST,
            length=len(text),
        )
    plain, positions = _plain(text)
    if not plain:
        raise LabError("Type a formula in x, such as x * sigmoid(x).")
    reader = _Reader(text, plain, positions)
    tree = reader.tree()
    reader.check(tree, 1)
    return tree


def _plain(text: str) -> tuple[str, list[int]]:
    """The text with what is read as something else replaced, and where each character came from.

    ASCII throughout, so that the columns Python counts, in bytes, are characters.
    """
    pairs = []
    for position, typed in enumerate(text, start=1):
        for character in _READ_AS.get(typed, typed):
            if character not in _ALPHABET:
                raise LabError(
                    "Character {position}: {found} is not allowed in a formula.",
                    position=position,
                    found=_cut(typed),
                )
            pairs.append((character, position))
    while pairs and pairs[0][0] == " ":  # Python takes it for an indentation
        pairs.pop(0)
    return "".join(c for c, _ in pairs).rstrip(), [position for _, position in pairs]


class _Reader:
    """Walks the tree of one text and refuses what is not on the list."""

    def __init__(self, text: str, plain: str, positions: list[int]) -> None:
        self._text, self._plain, self._positions = text, plain, positions

    def tree(self) -> ast.expr:
        try:
            return ast.parse(self._plain, mode="eval").body
        except SyntaxError as error:
            if "too many nested" in error.msg:
                raise self._too_deep() from None
            # Python counts from 1, and gives 0 where the text ends too early.
            at = error.offset - 1 if error.offset else len(self._plain)
            raise self._refusal(_UNREADABLE, at) from None
        except (MemoryError, RecursionError, ValueError):
            raise self._too_deep() from None

    def check(self, node: ast.expr, depth: int) -> None:
        if depth > DEEPEST:
            raise self._too_deep()
        for child in self._children(node):
            self.check(child, depth + 1)

    def _children(self, node: ast.expr) -> list[ast.expr]:
        """What is inside a node that is allowed itself."""
        match node:
            case ast.Constant(value=value):
                return self._number(node, value)
            case ast.Name(id=name):
                return self._name(node, name)
            case ast.UnaryOp(op=sign, operand=operand) if type(sign) in SIGNS:
                return [operand]
            case ast.BinOp(left=left, op=operation, right=right):
                return self._operation(left, operation, right)
            case ast.Call():
                return self._call(node)
        raise self._refusal(
            N_("Character {position}: {found} is not allowed in a formula."),
            node.col_offset,
            node.end_col_offset,
        )

    def _number(self, node: ast.Constant, value: object) -> list[ast.expr]:
        if type(value) not in (int, float) or not math.isfinite(float(value)):  # type: ignore[arg-type]
            raise self._refusal(
                N_("Character {position}: {found} is no number that can be used here."),
                node.col_offset,
                node.end_col_offset,
            )
        return []

    def _name(self, node: ast.Name, name: str) -> list[ast.expr]:
        if name in FUNCTIONS:
            raise self._refusal(
                N_("Character {position}: after {found} its value has to follow in brackets."),
                node.col_offset,
                node.end_col_offset,
            )
        if name not in ("x", *CONSTANTS):
            raise self._unknown(node)
        return []

    def _operation(
        self, left: ast.expr, operation: ast.operator, right: ast.expr
    ) -> list[ast.expr]:
        if type(operation) not in OPERATIONS:  # // is all that the alphabet lets through
            at = self._plain.find("//", left.end_col_offset)
            raise self._refusal(
                N_("Character {position}: {found} is not allowed in a formula."), at, at + 2
            )
        return [left, right]

    def _call(self, node: ast.Call) -> list[ast.expr]:
        if not isinstance(node.func, ast.Name):
            raise self._refusal(
                N_("Character {position}: this cannot be called like a function: {found}"),
                node.func.col_offset,
                node.func.end_col_offset,
            )
        if node.func.id not in FUNCTIONS:
            raise self._unknown(node.func)
        expected = FUNCTIONS[node.func.id][1]
        if node.keywords or len(node.args) != expected:
            raise LabError(
                "Character {position}: {found} takes {expected} value(s). Received: {received}",
                position=self._position(node.func.col_offset),
                found=_cut(node.func.id),
                expected=expected,
                received=len(node.args) + len(node.keywords),
            )
        return node.args

    def _unknown(self, node: ast.Name) -> LabError:
        return self._refusal(
            N_("Character {position}: {found} is not known. Known are x, e, pi, numbers, {known}."),
            node.col_offset,
            node.end_col_offset,
            known=", ".join(FUNCTIONS),
        )

    def _too_deep(self) -> LabError:
        return LabError("The formula has too many brackets or operations inside one another.")

    def _refusal(
        self, template: str, start: int, end: int | None = None, **values: str
    ) -> LabError:
        if start >= len(self._plain):
            return LabError(
                "Character {position}: the formula ends too early.", position=len(self._text) + 1
            )
        first = self._position(start)
        last = self._position(min(end or start + 1, len(self._plain)) - 1)
        found = _cut(self._text[first - 1 : max(first, last)])
        return LabError(template, position=first, found=found, **values)

    def _position(self, column: int) -> int:
        return self._positions[max(0, min(column, len(self._positions) - 1))]


def _cut(found: str) -> str:
    """What stood there, or the beginning of it."""
    return found if len(found) <= 20 else f"{found[:20]}…"
