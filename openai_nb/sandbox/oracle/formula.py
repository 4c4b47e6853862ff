"""Formula: arithmetic over named scores, such as `0.5 * exact + 0.5 * close`."""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Mapping
from typing import Any

LONGEST = 2_000  # characters
SIGNS: dict[type, Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
FUNCTIONS: dict[str, Callable[..., Any]] = {
    "min": min,
    "max": max,
    "abs": abs,
    "floor": math.floor,
    "ceil": math.ceil,
    "exp": math.exp,
    "sqrt": math.sqrt,
    "log": math.log,
}


class NoFormula(ValueError):
    """It cannot be worked out, and why."""


def value(text: str, scores: Mapping[str, float]) -> float:
    """What the formula gives for these scores; `^` is a power.  Raises `NoFormula`."""
    try:
        tree = ast.parse(text[:LONGEST].strip().replace("^", "**"), mode="eval")
        found = float(_value(tree.body, scores))
    except NoFormula:
        raise
    except SyntaxError:
        raise NoFormula(f"{text!r} is no formula") from None
    except (ArithmeticError, ValueError, TypeError, RecursionError, MemoryError) as error:
        raise NoFormula(f"{text!r} has no value: {error}") from None
    if not math.isfinite(found):
        raise NoFormula(f"{text!r} has no finite value")
    return found


def _value(node: ast.expr, scores: Mapping[str, float]) -> float:
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return float(number)  # floats overflow where whole numbers would grow for ever
        case ast.Name(id=name) if name in scores:
            return float(scores[name])
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return -_value(inner, scores)
        case ast.BinOp(left=left, op=sign, right=right) if type(sign) in SIGNS:
            return float(SIGNS[type(sign)](_value(left, scores), _value(right, scores)))
        case ast.Call(func=ast.Name(id=name), args=given, keywords=[]) if name in FUNCTIONS:
            return float(FUNCTIONS[name](*(_value(each, scores) for each in given)))
        case ast.Name(id=name):
            raise NoFormula(f"there is no score {name!r}; there are {', '.join(scores)}")
    raise NoFormula(f"{ast.unparse(node)!r} is neither a number, a score nor arithmetic")
