"""An axis: its range, the positions of values on it, and ticks at round values."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from studyapp.lab import numbers

Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Axis:
    """From `low` to `high`, both finite and low < high; on a logarithmic axis both are powers of ten's exponents.

    On a `whole` axis, of steps or lags, there is nothing between whole numbers, and no tick.
    """

    low: float
    high: float
    log: bool = False
    whole: bool = False

    def place(self, value: float | None) -> float | None:
        """Where `value` lies, 0 at the low end and 1 at the high one; None where the axis has no place for it."""
        if value is None or not math.isfinite(value):
            return None
        if self.log:
            if value <= 0:
                return None
            value = math.log10(value)
        place = (value - self.low) / (self.high - self.low)
        # Far outside is far enough: differences of larger places would overflow.
        return max(-1e9, min(1e9, place)) if math.isfinite(place) else None

    def ticks(self, many: int) -> list[tuple[float, str]]:
        """About `many` round values in the range, and two at least: where each lies, 0 to 1, and how it is written."""
        found: list[tuple[float, str]] = []
        for closer in (1, 2, 4):
            found = self._ticks(closer * many)
            if len(found) > 1:
                break
        return found

    def minor(self, many: int, apart: float) -> list[float]:
        """Where a logarithmic axis has ticks without a number beside `ticks(many)`: at the powers that those leave
        out, or at the digits between them. None where they would come closer than `apart`, and on a linear axis.
        """
        if not self.log:
            return []
        span = self.high - self.low
        written = [place for place, _ in self.ticks(many)]
        gap = min((after - before for before, after in pairwise(written)), default=1.0) * span
        digits = (1,) if gap > 1.5 else range(1, 10)
        powers = range(math.floor(self.low), math.ceil(self.high) + 1)
        places = [(power + math.log10(digit) - self.low) / span for power in powers for digit in digits]
        found = [at for at in places if 0 <= at <= 1 and all(abs(at - place) * span > 1e-3 for place in written)]
        every = sorted([*found, *written])
        return found if all(after - before >= apart for before, after in pairwise(every)) else []

    def _ticks(self, many: int) -> list[tuple[float, str]]:
        # A power of ten alone says little about what lies between: 1, 2 and 5 are written where there is room.
        if self.log and self.high - self.low >= max(1.2, many / 2.5):
            stride = max(1, math.ceil((self.high - self.low) / max(1, many)))
            first = math.ceil(self.low / stride - 1e-9) * stride
            found = [(float(n), numbers.power(n)) for n in range(first, math.floor(self.high + 1e-9) + 1, stride)]
        elif self.log:
            found = [(math.log10(value), numbers.text(value, 2)) for value in self._between(many)]
        else:
            step = max(round_step((self.high - self.low) / max(1, many)), float(self.whole))
            first, last = math.ceil(self.low / step - 1e-6), math.floor(self.high / step + 1e-6)
            found = [
                (n * step, _written(n * step, step, max(abs(self.low), abs(self.high)))) for n in range(first, last + 1)
            ]
        span = self.high - self.low
        return [((at - self.low) / span, text) for at, text in found if -1e-6 <= (at - self.low) / span <= 1 + 1e-6]

    def _between(self, many: int) -> list[float]:
        """Round values on a logarithmic axis of few powers: at 1, 2, 5, else at every digit, else evenly spaced."""
        low, high = 10.0**self.low, 10.0**self.high
        powers = range(math.floor(self.low), math.ceil(self.high) + 1)
        for digits in ((1, 2, 5), range(1, 10)):
            values = [digit * 10.0**power for power in powers for digit in digits]
            if sum(low <= value <= high for value in values) > 1:
                return values
        step = round_step((high - low) / max(1, many))
        return [n * step for n in range(math.ceil(low / step), math.floor(high / step) + 1)]


def round_step(rough: float) -> float:
    """The smallest of 1, 2, 5 times a power of ten that is not under `rough`."""
    power = 10.0 ** math.floor(math.log10(rough))
    return next((digit * power for digit in (1, 2, 5) if digit * power >= rough * (1 - 1e-9)), 10 * power)


def axis(
    values: Iterable[float | None], asked: Range | None, log: bool, *, padded: int = 0, steps: bool = False
) -> Axis:
    """The axis for `values`: the range asked for, or theirs.

    With `padded` the range found is widened to half steps of about that many ticks, or to whole decades. With
    `steps` the axis is a whole one if the values are whole numbers; two may be the ends of anything.
    """
    values = list(values)
    distinct = {value for value in values if value is not None}
    whole = steps and not log and len(distinct) > 2 and all(float(value).is_integer() for value in distinct)
    if asked is not None:
        known: list[float] = [value for value in asked if math.isfinite(value) and (value > 0 or not log)]
    else:
        known = [value for value in values if value is not None and math.isfinite(value) and (value > 0 or not log)]
    if log:
        known = [math.log10(value) for value in known]
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    # Beyond these, differences overflow; and a range below the numbers' own resolution has no ticks.
    low, high = (min(max(end, -1e300), 1e300) for end in (low, high))
    if high - low <= 1e-9 * max(abs(low), abs(high), 1e-290):
        around = abs(low) * 0.5 or 1.0
        low, high = low - around, high + around
    if padded and asked is None and log and high - low >= 1:
        low, high = math.floor(low + 1e-9), math.ceil(high - 1e-9)
    elif padded and asked is None:
        half = round_step((high - low) / padded) / 2
        low, high = math.floor(low / half + 1e-6) * half, math.ceil(high / half - 1e-6) * half
    return Axis(low, high, log, whole and high - low >= 1)


def same_scale(x: Axis, y: Axis, across: float, up: float) -> tuple[Axis, Axis]:
    """Both axes widened around their middles until a unit is as long on each; `across` and `up` are their lengths."""
    unit = max((x.high - x.low) / across, (y.high - y.low) / up)
    (a, b), (c, d) = (((ax.low + ax.high) / 2, unit * long / 2) for ax, long in ((x, across), (y, up)))
    return Axis(a - b, a + b), Axis(c - d, c + d)


def _written(value: float, step: float, largest: float) -> str:
    if abs(value) < step / 1000:
        return "0"
    if largest >= 1e6 or step < 1e-4:
        digits = max(0, math.floor(math.log10(abs(value)) + 1e-9) - math.floor(math.log10(step) + 1e-9))
        mantissa, _, exponent = f"{value:.{digits}e}".partition("e")
        mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
        return f"{mantissa}e{int(exponent)}".replace("-", "−")
    return f"{value:.{max(0, -math.floor(math.log10(step) + 1e-9))}f}".replace("-", "−")
