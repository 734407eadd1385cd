"""A panel with other runs laid under it: the one before as a ghost, pinned ones by their letters."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from studyapp.lab.frames import Bars, Curves, Frame, Line, Panel, Under


def compared(panel: Panel, before: Frame | None, pins: Sequence[tuple[str, Frame]]) -> Panel:
    """`panel` with what differs from it in other runs; panels that are neither curves nor bars as they are."""
    if not isinstance(panel, Curves | Bars):
        return panel
    under = []
    others = [("", before), *pins] if before is not None else list(pins)
    for letter, frame in others:
        other = next((each for each in frame.panels if each.id == panel.id and type(each) is type(panel)), None)
        lines = _other(panel, other) if other is not None else ()
        if lines:
            under.append(Under(letter, lines))
    return replace(panel, under=tuple(under)) if under else panel


def _other(panel: Curves | Bars, other: Panel) -> tuple[Line, ...]:
    """The lines of `other` that `panel` does not have just so; of bars, each series over the labels' numbers."""
    if isinstance(panel, Curves) and isinstance(other, Curves):
        mine = {(line.x, line.y) for line in panel.lines}
        return tuple(line for line in other.lines if (line.x, line.y) not in mine)
    if isinstance(panel, Bars) and isinstance(other, Bars) and other.labels == panel.labels:
        if [series.values for series in other.series] == [series.values for series in panel.series]:
            return ()
        places = tuple(map(float, range(len(other.labels))))
        return tuple(Line(series.label, places, series.values) for series in other.series)
    return ()
