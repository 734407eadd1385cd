"""Frames, verdicts and drawn exercises as JSON: what ``studyapp/lab/frames.py`` reads on the other side."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np

from demos.contract import Bars, Curves, Graph, Heat, Table

TAGS: Mapping[type, str] = {
    Curves: "curves",
    Bars: "bars",
    Heat: "heat",
    Table: "table",
    Graph: "graph",
}


def encode(value: object) -> str:
    """`value` as JSON on one line. A number that is not finite becomes null; a panel carries its kind as ``panel``.

    The C encoder walks the dataclasses one level at a time and arrays become lists once; only a value with a
    NaN in a plain list is cleaned by hand first.
    """
    try:
        return json.dumps(value, default=_plain, allow_nan=False, ensure_ascii=False, separators=(",", ":"))
    except ValueError:
        return json.dumps(_clean(value), allow_nan=False, ensure_ascii=False, separators=(",", ":"))


def _plain(value: object) -> Any:
    """One level of what JSON does not know."""
    if is_dataclass(value) and not isinstance(value, type):
        shallow = {field.name: getattr(value, field.name) for field in fields(value)}
        tag = TAGS.get(type(value))
        return shallow if tag is None else {"panel": tag, **shallow}
    if isinstance(value, np.ndarray):
        if value.dtype.kind == "f" and not np.isfinite(value).all():
            whole = value.astype(object)
            whole[~np.isfinite(value)] = None
            return whole.tolist()
        return value.tolist()
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"a frame cannot hold a {type(value).__name__}")


def _clean(value: object) -> Any:
    """`value` as plain JSON values to the bottom, with None for every number that is not finite."""
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, Mapping):
        return {key: _clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(item) for item in value]
    return _clean(_plain(value))
