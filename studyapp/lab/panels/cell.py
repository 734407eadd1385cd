"""Cell states: every gate and state of a recurrent cell, a row a unit: symbol, gauge, number, formula."""

from __future__ import annotations

import math

from studyapp.lab import numbers
from studyapp.lab.canvas import Canvas, Row, Words, cell_width, clean, cut, left
from studyapp.lab.frames import CellState, Quantity


def natural_height(panel: CellState, width: int) -> int:
    """A header and a row for every unit; formulas that do not fit beside the numbers get rows of their own."""
    rows = sum(max(1, len(quantity.values)) for quantity in panel.quantities)
    below = 0 if _beside(panel, width) else sum(1 for quantity in panel.quantities if quantity.formula)
    return 1 + rows + below


def _symbol_width(panel: CellState, width: int) -> int:
    return min(max((cell_width(clean(q.symbol)) for q in panel.quantities), default=0), max(2, width // 4))


def _number_width(panel: CellState) -> int:
    return max(map(len, _numbers(panel)), default=1)


def _numbers(panel: CellState) -> list[str]:
    return numbers.column([value for quantity in panel.quantities for value in quantity.values])


def _beside(panel: CellState, width: int) -> bool:
    """Whether every formula fits to the right of a gauge of some length."""
    widest = max((cell_width(clean(quantity.formula)) for quantity in panel.quantities), default=0)
    return widest > 0 and _symbol_width(panel, width) + 2 + 9 + 2 + _number_width(panel) + 3 + widest <= width


def draw(panel: CellState, width: int, height: int, words: Words) -> list[Row]:
    """Draw the cell; formulas go first where there is no room, then the last rows give way to ``…``."""
    canvas = Canvas(width, height)
    header = int(height >= 3)
    if header:
        canvas.put(0, 0, cut(f"{clean(words(panel.cell))}   t = {panel.t} / {panel.steps}", width), "label")
    symbol_width, number_width = _symbol_width(panel, width), _number_width(panel)
    beside = _beside(panel, width)
    widest = max((cell_width(clean(quantity.formula)) for quantity in panel.quantities), default=0) if beside else 0
    gauge = min(33, width - symbol_width - 2 - 2 - number_width - (widest + 3 if beside else 0))
    below = not beside and height >= natural_height(panel, width)
    texts = iter(_numbers(panel))
    rows: list[tuple[Quantity, int | None]] = []
    for quantity in panel.quantities:
        rows += [(quantity, unit) for unit in range(len(quantity.values))]
        if below and quantity.formula:
            rows.append((quantity, None))
    for count, (quantity, unit) in enumerate(rows):
        y = header + count
        if y >= height - 1 and count < len(rows) - 1:
            canvas.put(0, height - 1, cut(f"… {len(rows) - count}", width), "dim")
            break
        if unit is None:
            canvas.put(symbol_width + 2, y, cut(clean(quantity.formula), width - symbol_width - 2), "dim")
            continue
        if unit == 0:
            canvas.put(0, y, left(clean(quantity.symbol), symbol_width), "label")
        x = symbol_width + 2
        if gauge >= 5:
            _gauge(canvas, x, y, gauge, quantity, quantity.values[unit])
            x += gauge + 2
        canvas.put(x, y, next(texts))
        if beside and unit == 0:
            canvas.put(x + number_width + 3, y, clean(quantity.formula), "dim")
    return canvas.rows()


def _gauge(canvas: Canvas, x: int, y: int, width: int, quantity: Quantity, value: float | None) -> None:
    """A rule over the quantity's range, zero ticked, the value as a point on it; an arrow where it is outside."""
    canvas.put(x, y, "─" * width, "axis")
    low, high = quantity.low, quantity.high
    if not high > low:
        return
    if low < 0 < high:
        canvas.put(x + round(-low / (high - low) * (width - 1)), y, "┼", "axis")
    if value is None or not math.isfinite(value):
        return
    place = (value - low) / (high - low)
    sign = "◂" if place < -1e-9 else "▸" if place > 1 + 1e-9 else "●"
    canvas.put(x + round(min(1.0, max(0.0, place)) * (width - 1)), y, sign, "accent")
