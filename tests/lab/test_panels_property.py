"""Any panel in any size is drawn: nothing raises, nothing is wider or higher than asked, no control character."""

from __future__ import annotations

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.lab import pointing
from studyapp.lab.canvas import cell_width
from studyapp.lab.draw import draw, natural_height
from studyapp.lab.frames import (
    Bars,
    Curves,
    Edge,
    Frame,
    Graph,
    Heat,
    Line,
    Mark,
    Node,
    Panel,
    Series,
    Table,
    Under,
    Verdict,
)
from studyapp.lab.plain import claims_text, frame_text

STYLES = {
    *("", "axis", "dim", "label", "mark", "accent", "good", "bad", "ghost"),
    *(f"line-{n}" for n in range(6)),
    *(f"heat-{n}" for n in range(9)),
}

label = st.text(max_size=12) | st.sampled_from(
    ["f_t", "망각 게이트", "σ(W_f x_t + U_f h_{t−1})", "e\u0301", "\x1b[31m", "a\nb"]
)
finite = st.floats(allow_nan=False, allow_infinity=False) | st.floats(-3, 3) | st.integers(-5, 5).map(float)
value = st.none() | finite
values = st.lists(value, max_size=12).map(tuple)
some = st.lists(finite, max_size=12).map(tuple)
limits = st.none() | st.tuples(finite, finite).map(sorted).map(tuple).filter(lambda pair: pair[0] < pair[1])

curves = st.builds(
    Curves,
    id=label,
    lines=st.lists(st.builds(Line, label, some, values), max_size=8).map(tuple),
    marks=st.lists(st.builds(Mark, label, finite, finite), max_size=3).map(tuple),
    x_label=label,
    y_label=label,
    x_range=limits,
    y_range=limits,
    x_log=st.booleans(),
    y_log=st.booleans(),
    equal=st.booleans(),
    under=st.lists(
        st.builds(
            Under,
            st.sampled_from(["", "A", "B"]),
            st.lists(st.builds(Line, label, some, values), max_size=3).map(tuple),
        ),
        max_size=3,
    ).map(tuple),
)
bars = st.builds(
    Bars,
    id=label,
    labels=st.lists(label, max_size=6).map(tuple),
    series=st.lists(st.builds(Series, label, values), max_size=4).map(tuple),
    low=value,
    high=value,
)
heat = st.builds(
    Heat,
    id=label,
    rows=st.lists(label, max_size=6).map(tuple),
    columns=st.lists(label, max_size=6).map(tuple),
    values=st.lists(values, max_size=6).map(tuple),
    low=value,
    high=value,
    marked=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=3).map(tuple),
)
table = st.builds(
    Table,
    id=label,
    columns=st.lists(label, max_size=5).map(tuple),
    rows=st.lists(st.lists(label | value, max_size=5).map(tuple), max_size=8).map(tuple),
    digits=st.integers(1, 8),
)
place = st.integers(0, 5).map(float) | st.sampled_from([0.5, 1.5, 2.25])
names = st.sampled_from("abcdef")
graph = st.builds(
    Graph,
    id=label,
    nodes=st.lists(
        st.builds(Node, id=names, label=label, column=place, row=place, value=value, gradient=value),
        max_size=6,
        unique_by=lambda node: node.id,
    ).map(tuple),
    edges=st.lists(st.builds(Edge, names, names, label, st.integers(0, 12)), max_size=8).map(tuple),
    drawing=st.sampled_from(["", "", "LSTM", "GRU", "Elman", "Transformer"]),
)
panel = curves | bars | heat | table | graph


@settings(max_examples=200, deadline=None)
@given(panel, st.integers(10, 90), st.integers(3, 26), st.booleans())
def test_any_panel_fits_any_size(panel: Panel, width: int, height: int, title: bool) -> None:
    at = pointing.first(panel)
    rows = draw(panel, width, height, str, title=title, at=at)
    if at is not None:
        assert all(pointing.moved(panel, at, dx, dy, width) for dx, dy in ((1, 0), (0, 1), (-1, 0), (0, -1)))
        assert pointing.within(panel, at) == at
        pointing.told(panel, at, str)
    assert len(rows) <= height
    for row in rows:
        assert sum(cell_width(span.text) for span in row) <= width
        for span in row:
            assert span.style in STYLES
            assert not any(unicodedata.category(char) in ("Cc", "Zl", "Zp") for char in span.text)


@settings(max_examples=100, deadline=None)
@given(panel, st.integers(0, 9), st.integers(0, 2))
def test_even_where_there_is_no_room(panel: Panel, width: int, height: int) -> None:
    rows = draw(panel, width, height)
    assert len(rows) <= height
    assert all(sum(cell_width(span.text) for span in row) <= width for row in rows)


@settings(max_examples=100, deadline=None)
@given(panel, label, st.integers(20, 100))
def test_a_frame_as_plain_text_is_no_wider_than_asked(panel: Panel, at: str, width: int) -> None:
    frame = Frame(panels=(panel,), at=at)
    for line in frame_text(frame, width).splitlines():
        assert cell_width(line) <= max(width, cell_width(at))
        assert line == line.rstrip()
    assert natural_height(panel, width) >= 1


@given(st.lists(st.builds(Verdict, label, value, st.sampled_from(["=", "<", ">="]), value, finite, st.booleans())))
def test_every_claim_is_a_line(verdicts: list[Verdict]) -> None:
    assert len(claims_text(verdicts).splitlines()) == len(verdicts)
