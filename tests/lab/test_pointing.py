"""Pointing into pictures: the numbers at the cursor are the panel's, and arrows reach every node of a cell."""

from __future__ import annotations

import pytest

from demos.recurrence import microscope
from studyapp.lab import pointing
from studyapp.lab.canvas import text_of
from studyapp.lab.comparing import compared
from studyapp.lab.draw import draw, natural_height
from studyapp.lab.frames import Bars, Curves, Frame, Graph, Heat, Line, Panel, Series, Table
from studyapp.lab.panels import dataflow
from studyapp.lab.panels.cell_drawings import SHORT
from tests.lab.received import last_frame

CURVES = Curves(
    id="c",
    lines=(Line("f", (0.0, 1.0, 2.0), (1.0, 0.5, 0.25)), Line("g", (0.0, 2.0), (3.0, None))),
    x_label="t",
)
BARS = Bars(id="b", labels=("one", "two"), series=(Series("p", (0.1, 0.9)),))
HEAT = Heat(id="h", rows=("r", "s"), columns=("x", "y"), values=((1.0, 2.0), (3.0, 4.0)))


def told(panel: Panel, at: tuple[int, int]) -> str:
    return "\n".join(pointing.told(panel, at, str))


def test_the_numbers_at_the_cursor() -> None:
    assert told(CURVES, (1, 0)) == "t = 1   f 0.5"
    assert told(CURVES, (0, 0)) == "t = 0   f 1   g 3"
    assert told(BARS, (1, 0)) == "two   p 0.9"
    assert told(HEAT, (1, 0)) == "s, x: 3"


def test_arrows_stop_at_the_ends() -> None:
    assert pointing.moved(CURVES, (2, 0), 1, 0, 80) == (2, 0)
    assert pointing.moved(CURVES, (2, 0), -10, 0, 80) == (0, 0)
    assert pointing.moved(BARS, (0, 0), 0, 1, 80) == (1, 0)
    assert pointing.moved(HEAT, (0, 0), 1, 1, 80) == (1, 1)
    assert pointing.moved(HEAT, (1, 1), 1, 1, 80) == (1, 1)


def test_there_is_nothing_to_point_at_in_a_table() -> None:
    assert pointing.first(Table(id="t", columns=("a",), rows=((1.0,),))) is None
    assert pointing.first(Curves(id="c", lines=())) is None


def test_a_cursor_stays_inside_when_the_next_frame_has_less() -> None:
    shorter = Curves(id="c", lines=(Line("f", (0.0,), (1.0,)),))
    assert pointing.within(shorter, (2, 0)) == (0, 0)
    assert pointing.within(Curves(id="c", lines=()), (2, 0)) is None


def test_the_cursor_is_seen() -> None:
    for panel, at, sign in ((CURVES, (1, 0), "┊"), (HEAT, (1, 0), "[3]")):
        rows = "\n".join(map(text_of, draw(panel, 60, 12, at=at)))
        assert sign in rows
        assert sign not in "\n".join(map(text_of, draw(panel, 60, 12)))


# ── the drawing of a cell ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "settings", [{"cell": cell} for cell in ("Elman", "LSTM", "GRU")] + [{"cell": "GRU", "keep": "1 − z"}]
)
class TestCell:
    def graph(self, settings: dict[str, str]) -> Graph:
        frame = last_frame(microscope.DEMO, 0, **settings)
        return next(panel for panel in frame.panels if isinstance(panel, Graph))

    def test_every_node_and_edge_has_its_place(self, settings: dict[str, str]) -> None:
        graph = self.graph(settings)
        drawn = dataflow.drawing_of(graph, 76)
        assert drawn is not None
        assert set(dataflow.places(graph, drawn)) == {node.id for node in graph.nodes}
        places = {
            (SHORT.get(place[1], place[1]), int(place[2]))
            for place in dataflow.PLACE.finditer(drawn)
            if place[2] is not None and not place[3]
        }
        wanted = set()
        for node in graph.nodes:
            into = [edge for edge in graph.edges if edge.target == node.id]
            wanted |= {(node.id, which) for which in range(len(into))}
        assert places == wanted

    def test_arrows_reach_every_node(self, settings: dict[str, str]) -> None:
        graph = self.graph(settings)
        reached, waiting = set(), [pointing.first(graph)]
        while waiting:
            at = waiting.pop()
            assert at is not None
            if at in reached:
                continue
            reached.add(at)
            waiting += [pointing.moved(graph, at, dx, dy, 76) for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1))]
        assert {graph.nodes[at[0]].id for at in reached} == {node.id for node in graph.nodes}

    def test_the_chosen_node_stands_in_brackets(self, settings: dict[str, str]) -> None:
        graph = self.graph(settings)
        height = natural_height(graph, 76)
        for index in range(len(graph.nodes)):
            rows = "\n".join(map(text_of, draw(graph, 76, height, at=(index, 0))))
            assert "[" in rows
            assert len(rows.splitlines()) <= height
            assert all(len(row) <= 76 for row in rows.splitlines())

    def test_a_node_tells_what_it_passes_down(self, settings: dict[str, str]) -> None:
        graph = self.graph(settings)
        index = next(i for i, node in enumerate(graph.nodes) if node.id == "h")
        lines = pointing.told(graph, (index, 0), str)
        assert lines[0].startswith("h_t = ")
        assert "∂L/∂h_t = " in lines[1]
        assert lines[1].count("×") == sum(edge.target == "h" for edge in graph.edges)


def test_a_screen_too_narrow_for_the_drawing_gets_a_list() -> None:
    frame = last_frame(microscope.DEMO)
    graph = next(panel for panel in frame.panels if isinstance(panel, Graph))
    assert dataflow.drawing_of(graph, 60) is None
    assert "◂" in "\n".join(map(text_of, draw(graph, 60, 20)))


# ── other runs beneath ──────────────────────────────────────────────────────────────────────────────────────


def test_other_runs_lie_under_the_lines() -> None:
    before = Frame(panels=(Curves(id="c", lines=(Line("f", (0.0, 1.0, 2.0), (1.0, 0.9, 0.8)),)),))
    pinned = Frame(panels=(Curves(id="c", lines=(Line("f", (0.0, 1.0, 2.0), (0.0, 0.1, 0.2)),)),))
    panel = compared(CURVES, before, [("A", pinned)])
    assert isinstance(panel, Curves)
    assert [under.letter for under in panel.under] == ["", "A"]
    rows = draw(panel, 60, 14)
    assert any(span.style == "ghost" for row in rows for span in row)
    assert sum(text_of(row).count("A") for row in rows) >= 2


def test_the_same_run_again_leaves_no_ghost() -> None:
    assert compared(CURVES, Frame(panels=(CURVES,)), []) == CURVES
    assert compared(BARS, Frame(panels=(BARS,)), []) == BARS


def test_bars_show_where_those_of_other_runs_ended() -> None:
    other = Frame(panels=(Bars(id="b", labels=("one", "two"), series=(Series("p", (0.5, 0.5)),)),))
    rows = [text_of(row) for row in draw(compared(BARS, other, [("A", other)]), 60, 5)]
    assert all("A" in row for row in rows[1:3])
    assert "┊" in "".join(text_of(row) for row in draw(compared(BARS, other, []), 60, 5))
