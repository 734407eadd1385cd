"""The operations of recurrent cells with their local derivatives, and how they are written with numbers in them."""

from __future__ import annotations

import cmath
import math
from collections.abc import Callable
from typing import Any

from demos.dataflow.flow import Operation

NAMES = {"h−": "h_{t−1}", "c−": "c_{t−1}", "x": "x_t", "1 − z": "(1 − z)", "u·h": "(u·h)"}


def sigmoid(a: Any) -> Any:
    """σ(a) = 1 / (1 + e^−a), without overflow; a real or complex."""
    if isinstance(a, complex):
        return 1.0 / (1.0 + cmath.exp(-a))
    return 1.0 / (1.0 + math.exp(-a)) if a >= 0 else math.exp(a) / (1.0 + math.exp(a))


def tanh(a: Any) -> Any:
    """tanh a, of a real or complex number."""
    return cmath.tanh(a) if isinstance(a, complex) else math.tanh(a)


SQUASHING: dict[str, tuple[Callable[[Any], Any], Callable[[Any], Any]]] = {  # f, and f′ from the value of f
    "σ": (sigmoid, lambda y: y * (1.0 - y)),
    "tanh": (tanh, lambda y: 1.0 - y * y),
}


def gate(id: str, squash: str, w: float, u: float, b: float) -> Operation:
    """σ(w x + u h− + b), or tanh of it: a gate or a candidate, reading the input and the state before."""
    f, prime = SQUASHING[squash]

    def a(x: Any, h: Any) -> Any:
        return w * x + u * h + b

    def local(x: Any, h: Any) -> tuple[Any, Any]:
        slope = prime(f(a(x, h)))
        return slope * w, slope * u

    return Operation(
        id,
        ("x", "h−"),
        lambda x, h: f(a(x, h)),
        local,
        f"{id} = {squash}(w_{id}·x_t + u_{id}·h_{{t−1}} + b_{id})",
        lambda x, h: f"{squash}({total(product_of(w, x), product_of(u, h), said(b))}) = {squash}({said(a(x, h))})",
    )


def linear(id: str, source: str, weight: float, bias: float, equation: str) -> Operation:
    """weight · source + bias."""
    return Operation(
        id,
        (source,),
        lambda v: weight * v + bias,
        lambda _v: (weight,),
        f"{id} = {equation}",
        lambda v: total(product_of(weight, v), said(bias)),
    )


def candidate(id: str, w: float, b: float, through: str) -> Operation:
    """tanh(w x + b + through): a candidate that reads the state by way of another node."""
    return Operation(
        id,
        ("x", through),
        lambda x, v: tanh(w * x + b + v),
        lambda x, v: ((1.0 - tanh(w * x + b + v) ** 2) * w, 1.0 - tanh(w * x + b + v) ** 2),
        f"{id} = tanh(w_{id}·x_t + b_{id} + {through})",
        lambda x, v: f"tanh({total(product_of(w, x), said(b), said(v))}) = tanh({said(w * x + b + v)})",
    )


def product(id: str, left: str, right: str, name: str = "") -> Operation:
    """left · right, element by element; with a `name`, where the book gives it one."""
    written = f"{named(left)}·{named(right)}"
    return Operation(
        id,
        (left, right),
        lambda p, q: p * q,
        lambda p, q: (q, p),
        f"{name} = {written}" if name else written,
        product_of,
    )


def plus(id: str, left: str, right: str, name: str = "", written: str = "") -> Operation:
    """left + right; `written` says it with what these are."""
    return Operation(
        id,
        (left, right),
        lambda p, q: p + q,
        lambda _p, _q: (1.0, 1.0),
        f"{name or id} = {written or f'{named(left)} + {named(right)}'}",
        lambda p, q: total(said(p), said(q)),
    )


def squashed(id: str, squash: str, source: str, name: str = "") -> Operation:
    """σ or tanh of a node."""
    f, prime = SQUASHING[squash]
    return Operation(
        id,
        (source,),
        f,
        lambda a: (prime(f(a)),),
        f"{name or id} = {squash}({named(source)})",
        lambda a: f"{squash}({said(a)})",
    )


def rest(id: str, source: str) -> Operation:
    """1 − source."""
    return Operation(
        id,
        (source,),
        lambda v: 1.0 - v,
        lambda _v: (-1.0,),
        f"{id} = 1 − {named(source)}",
        lambda v: f"1 − {factor(v)}",
    )


def named(node: str) -> str:
    """A node as an equation names it."""
    return NAMES.get(node, node)


def said(value: float) -> str:
    """A number with at most four significant digits and a true minus."""
    return f"{value + 0.0:.4g}".replace("-", "−")


def factor(value: float) -> str:
    """A number as a factor: in brackets, if it is negative."""
    return f"({said(value)})" if value < 0 else said(value)


def product_of(p: float, q: float) -> str:
    """Two numbers multiplied."""
    return f"{said(p)}·{factor(q)}"


def total(*terms: str) -> str:
    """Terms added; a negative one is subtracted."""
    return " + ".join(terms).replace("+ −", "− ")
