"""Formulas: good ones against NumPy, and everything else refused with its place."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import special

from dlcore.activations.autodiff import value_and_derivative
from dlcore.activations.formula import FUNCTIONS, parse
from dlcore.errors import LabError

X = np.linspace(-3, 3, 61)
GOOD = {
    "x * tanh(log(1 + exp(x)))": lambda x: x * np.tanh(np.log1p(np.exp(x))),
    "x": lambda x: x,
    "7": lambda x: np.full_like(x, 7),
    "-x**2": lambda x: -(x**2),
    "2^3^2 + x": lambda x: 512 + x,
    "+x - -x": lambda x: 2 * x,
    "e**x / pi": lambda x: np.e**x / np.pi,
    "maximum(0, x) - min(x, 1)": lambda x: np.maximum(0, x) - np.minimum(x, 1),
    "1e-3 * x + .5": lambda x: 1e-3 * x + 0.5,
    "abs(sin(x)) + cos(x)": lambda x: np.abs(np.sin(x)) + np.cos(x),
    "x × sigmoid（x） ÷ 2": lambda x: x * special.expit(x) / 2,
    "  （x + 1）^2\n": lambda x: (x + 1) ** 2,
    "２·ｘ − π": lambda x: 2 * x - np.pi,
    "ln(1 + x*x)": lambda x: np.log1p(x * x),
    "erf(x) + relu(x)": lambda x: special.erf(x) + np.maximum(x, 0),
    "pow(2, x)": lambda x: 2**x,
}


def test_a_formula_is_computed(subtests):
    for text in GOOD:
        with subtests.test(text):
            y, dy = value_and_derivative(parse(text), X)
            np.testing.assert_allclose(y, GOOD[text](X), rtol=1e-12, atol=1e-12)
            step = 1e-6
            slope = (GOOD[text](X + step) - GOOD[text](X - step)) / (2 * step)
            smooth = np.abs(X - np.round(X)) > 1e-3  # corners lie at whole numbers
            np.testing.assert_allclose(dy[smooth], slope[smooth], rtol=1e-5, atol=1e-5)


def of_source(text):
    from keras import ops

    source = parse(text).source()
    return lambda x: eval(source, {"ops": ops, "np": np, "x": x})


def test_its_source_is_the_same_formula(subtests):
    endless = ("1/0 + x", "9^9^9^9", "log(0 - 1) * x", "exp(exp(1)) * x + max(1, 2)")
    for text in (*GOOD, *endless):
        with subtests.test(text):
            y, dy = value_and_derivative(of_source(text), X)
            expected = value_and_derivative(parse(text), X)
            np.testing.assert_allclose((y, dy), expected, rtol=1e-12)


def test_every_function_is_one_of_keras(subtests):
    from keras import ops

    for name in FUNCTIONS:
        with subtests.test(name):
            arguments = ", ".join(["0.3 * x"] * FUNCTIONS[name][1])
            y, _dy = value_and_derivative(parse(f"{name}({arguments})"), X)
            truth = getattr(ops, FUNCTIONS[name][0])(*[0.3 * X] * FUNCTIONS[name][1])
            np.testing.assert_allclose(y, truth, rtol=1e-12)


HOSTILE = {
    "__import__('os').system('id')": (12, "' is not allowed"),
    "x.__class__": (1, "x.__class__ is not allowed"),
    "exp.__call__(x)": (1, "this cannot be called"),
    "(1).real": (1, "is not allowed"),
    "open(x)": (1, "open is not known"),
    "y": (1, "y is not known"),
    "x + foo": (5, "foo is not known"),
    "X": (1, "X is not known"),
    "lambda: x": (7, ": is not allowed"),
    "lambda x": (9, "ends too early"),
    "[x for x in x]": (1, "[ is not allowed"),
    "(x for x in x)": (1, "is not allowed"),
    "{x}": (1, "{ is not allowed"),
    "x if x else x": (1, "is not allowed"),
    "x and x": (1, "is not allowed"),
    "not x": (1, "is not allowed"),
    "x is x": (1, "is not allowed"),
    "x < 1": (3, "< is not allowed"),
    "x := 1": (3, ": is not allowed"),
    "exp(x=1)": (6, "= is not allowed"),
    "exp(*x)": (5, "is not allowed"),
    "exp(**x)": (1, "takes 1 value(s). Received: 1"),
    "'x'": (1, "' is not allowed"),
    '"x"': (1, "is not allowed"),
    "x; x": (2, "; is not allowed"),
    "x, x": (1, "is not allowed"),
    "x % 2": (3, "% is not allowed"),
    "x // 2": (3, "// is not allowed"),
    "(x) // 2": (5, "// is not allowed"),
    "x @ x": (3, "@ is not allowed"),
    "~x": (1, "~ is not allowed"),
    "x | x": (3, "| is not allowed"),
    "...": (1, "is no number"),
    "True": (1, "is no number"),
    "None": (1, "is no number"),
    "1j": (1, "is no number"),
    "1e999": (1, "is no number"),
    "x + 1e999": (5, "1e999 is no number"),
    "exp()": (1, "takes 1 value(s). Received: 0"),
    "exp(x, x)": (1, "takes 1 value(s). Received: 2"),
    "maximum(x)": (1, "takes 2 value(s). Received: 1"),
    "exp": (1, "after exp its value has to follow"),
    "2(x)": (1, "cannot be called"),
    "x(2)": (1, "x is not known"),
    "exp(x)(x)": (1, "cannot be called"),
    "x +": (4, "ends too early"),
    "(x": (1, "does not fit"),
    "x)": (2, ") does not fit"),
    "exp(x": (4, "( does not fit"),
    "2 + * x": (5, "* does not fit"),
    "2x": (1, "does not fit"),
    "x y": (3, "does not fit"),
    "x ** ** 2": (6, "does not fit"),
    "×2 + 2×x": (1, "does not fit"),
    "x^2 + y": (7, "y is not known"),
    "（x）× foo": (6, "foo is not known"),
    "  x + $": (7, "$ is not allowed"),
    "x\x00": (2, "is not allowed"),
    "x + `": (5, "` is not allowed"),
    "x + 😀": (5, "😀 is not allowed"),
    "ｅval(x)": (1, "is not allowed"),
    "(yield)": (2, "is not allowed"),
    "(await x)": (2, "is not allowed"),
    "import os": (1, "does not fit"),
    "0777": (1, "does not fit"),
    "__builtins__": (1, "is not known"),
}


def test_what_is_not_allowed_is_refused_at_its_place(subtests):
    for text in HOSTILE:
        with subtests.test(text):
            position, said = HOSTILE[text]
            with pytest.raises(LabError) as refused:
                parse(text)
            assert str(refused.value).startswith(f"Character {position}: ")
            assert said in str(refused.value)


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "　"])
def test_nothing_typed_is_said(text):
    with pytest.raises(LabError, match="Type a formula in x"):
        parse(text)


def test_long_formulas_are_refused_unread():
    with pytest.raises(LabError, match=r"at most 200 characters. Received: 10,000"):
        parse("x+" * 5000)


@pytest.mark.parametrize(
    "text", ["(" * 99 + "x" + ")" * 99, "-" * 199 + "x", "x-(" * 45 + "x" + ")" * 45]
)
def test_deep_formulas_are_refused_or_harmless(text):
    if text.startswith("("):  # brackets alone are no operation
        np.testing.assert_array_equal(value_and_derivative(parse(text), X)[0], X)
        return
    with pytest.raises(LabError, match="too many brackets or operations"):
        parse(text)


def test_300_brackets_are_refused():
    with pytest.raises(LabError):
        parse("(" * 300 + "x" + ")" * 300)


@pytest.mark.parametrize(
    "text", ["9**9**9**9**9", "x**x**x**x**x", "exp(exp(exp(x)))", "1/0", "9" * 200, "log(-1)"]
)
def test_numbers_without_end_take_no_time(text):
    y, _ = value_and_derivative(parse(text), X)
    assert y.shape == X.shape
