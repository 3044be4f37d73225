"""A formula in x as text: parsed against a whitelist, never run as Python."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from dlcore.activations.formula_reader import CONSTANTS, FUNCTIONS, LONGEST, OPERATIONS, SIGNS, read

if TYPE_CHECKING:
    import tensorflow as tf

__all__ = ["CONSTANTS", "FUNCTIONS", "LONGEST", "Formula", "parse"]

_COMPUTE: dict[str, Callable[..., Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "**": operator.pow,
}
_COMPUTE_SIGN: dict[str, Callable[..., Any]] = {
    "+": lambda value: value,  # tensors know no plus in front
    "-": operator.neg,
}


class Formula:
    """A formula that has been read and holds nothing but allowed operations.

    Make one with `parse`.
    """

    def __init__(self, text: str, tree: ast.expr) -> None:
        self.text = text
        self._tree = tree

    def __call__(self, x: tf.Tensor) -> tf.Tensor:
        """Its values at a float64 tensor, by `keras.ops`; every number in it is a tensor too.

        Python's own whole numbers would make 9**9**9 a computation without end.
        """
        return _value(self._tree, x)

    def source(self) -> str:
        """The formula as Python, "x * ops.tanh(x)": an expression in x, of the shape of x.

        Expects `from keras import ops`, `import numpy as np` and a float64 x.
        """
        text = _source(self._tree)
        return text if _has_x(self._tree) else f"ops.full_like(x, {text})"


def parse(text: str) -> Formula:
    """Reads a formula in x such as `x * tanh(log(1 + exp(x)))`.

    Allowed are numbers, x, e, pi, + - * / ** (or ^), brackets and the functions in `FUNCTIONS`.

    Raises:
        LabError: anything else; says at which character, counted from 1, and what stands there.
    """
    return Formula(text, read(text))


def _value(node: ast.expr, x: tf.Tensor) -> tf.Tensor:
    from keras import ops

    match node:
        case ast.Constant(value=value):
            return ops.convert_to_tensor(float(value), "float64")  # type: ignore[arg-type]
        case ast.Name(id=name):
            return x if name == "x" else ops.convert_to_tensor(CONSTANTS[name], "float64")
        case ast.UnaryOp(op=sign, operand=operand):
            return _COMPUTE_SIGN[SIGNS[type(sign)]](_value(operand, x))
        case ast.BinOp(left=left, op=operation, right=right):
            return _COMPUTE[OPERATIONS[type(operation)]](_value(left, x), _value(right, x))
        case ast.Call(func=ast.Name(id=name), args=args):
            function = _keras_function(FUNCTIONS[name][0])
            return function(*(_value(argument, x) for argument in args))
    raise AssertionError(node)  # `parse` lets nothing else through


def _keras_function(name: str) -> Callable[..., Any]:
    from keras import ops

    return getattr(ops, name)


def _source(node: ast.expr) -> str:
    match node:
        case ast.Constant(value=value):
            return repr(float(value))  # type: ignore[arg-type]
        case ast.Name(id=name):
            return "x" if name == "x" else f"np.{name}"
        case ast.UnaryOp(op=sign, operand=operand):
            return "-" * (SIGNS[type(sign)] == "-") + _bracketed(operand)
        case ast.BinOp(left=left, op=operation, right=right):
            return f"{_left(node, left)} {OPERATIONS[type(operation)]} {_bracketed(right)}"
        case ast.Call(func=ast.Name(id=name), args=args):
            return f"ops.{FUNCTIONS[name][0]}({', '.join(_argument(a, node) for a in args)})"
    raise AssertionError(node)


def _argument(node: ast.expr, call: ast.expr) -> str:
    """Keras makes a 32-bit number of Python's, unless a 64-bit x stands beside it."""
    return _source(node) if _has_x(call) else f"np.float64({_source(node)})"


def _left(whole: ast.expr, left: ast.expr) -> str:
    """Of two plain numbers, the first is NumPy's: Python's own raise where these give infinity."""
    return _bracketed(left) if _has_x(whole) else f"np.float64({_source(left)})"


def _has_x(node: ast.expr) -> bool:
    return any(isinstance(n, ast.Name) and n.id == "x" for n in ast.walk(node))


def _bracketed(node: ast.expr) -> str:
    """In brackets where an operation is inside another: long-winded, and never wrong."""
    text = _source(node)
    return f"({text})" if isinstance(node, ast.BinOp | ast.UnaryOp) else text
