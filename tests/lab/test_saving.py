"""Saved pictures, read as XML: what stands where, in which words; and that any frame at all gives a picture."""

from __future__ import annotations

import math
import re
from itertools import combinations, pairwise
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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
)
from studyapp.lab.saving.clipping import runs
from studyapp.lab.saving.file import NotSaved, ready, write
from studyapp.lab.saving.letters import Part, fit, parts, width, wrap
from studyapp.lab.saving.look import MARGIN, SIZE, SMALL
from studyapp.lab.saving.page import Caption, drawn, svg
from studyapp.lab.saving.surface import Box
from tests.lab.test_panels_property import label as any_label
from tests.lab.test_panels_property import panel as any_panel

SVG = "{http://www.w3.org/2000/svg}"
CAPTION = Caption("A <title> & more", "f = 0.5", "what is seen", "en")


def root(*panels: Panel, words: dict[str, str] | None = None, caption: Caption = CAPTION, at: str = "") -> Element:
    return fromstring(svg(Frame(panels=panels, at=at), caption, lambda key: (words or {}).get(key, key)))


def group(root: Element, name: str) -> Element:
    """The first group of this class."""
    return next(found for found in root.iter(f"{SVG}g") if found.get("class") == name)


def written(element: Element) -> list[str]:
    return ["".join(text.itertext()) for text in element.iter(f"{SVG}text")]


def where(element: Element, text: str) -> tuple[float, float]:
    """Where a text stands."""
    (found,) = (each for each in element.iter(f"{SVG}text") if "".join(each.itertext()) == text)
    x = found.get("x") or next(span.attrib["x"] for span in found.iter(f"{SVG}tspan"))
    return float(x), float(found.attrib["y"])


def points(path: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+),(-?[\d.]+)", path)]


STEPS = tuple(float(t) for t in range(21))
DECAY = Curves(
    id="decay",
    lines=(Line("f", STEPS, tuple(0.9**t for t in STEPS)), Line("half", (0.0, 20.0), (0.5, 0.5))),
    marks=(Mark("here", 10.0, 0.8),),
    x_label="t",
    y_label="c_t",
)


# ── the picture ─────────────────────────────────────────────────────────────────────────────────────────────


def test_title_and_description_are_there_for_those_who_do_not_see() -> None:
    picture = root(DECAY, at="t = 20")
    assert picture.findtext(f"{SVG}title") == "A <title> & more"
    assert picture.findtext(f"{SVG}desc") == "what is seen"
    assert picture.get("role") == "img"
    assert written(group(picture, "title")) == ["A <title> & more", "f = 0.5", "t = 20"]


def test_the_ground_is_white_and_nothing_is_loaded_from_elsewhere() -> None:
    text = svg(Frame(panels=(DECAY,)), CAPTION)
    assert text.count("http") == 1, "the name of the format alone"
    assert "href" not in text
    assert "url(" not in text
    ground = fromstring(text).find(f"{SVG}rect")
    assert ground is not None
    assert (ground.get("fill"), ground.get("width")) == ("#ffffff", "100%")


def test_the_same_frame_gives_the_same_picture() -> None:
    frame = Frame(panels=(DECAY, GRAPH, HEAT), at="t")
    assert svg(frame, CAPTION) == svg(frame, CAPTION)


def test_panels_stand_under_one_another_with_their_titles() -> None:
    picture = root(DECAY, HEAT, TABLE, words={"decay": "감소"})
    tops = [where(picture, title)[1] for title in ("감소", "W", "numbers")]
    assert tops == sorted(tops)
    assert [each.get("class") for each in picture.iter(f"{SVG}g") if "panel" in each.get("class", "")] == [
        "panel curves",
        "panel heat",
        "panel table",
    ]


def test_texts_are_escaped_and_hangul_has_its_fonts() -> None:
    words = {"f": "<b>&\"'", "half": "절반\x1b[31m"}
    picture = root(DECAY, words=words)
    assert written(group(picture, "legend")) == ["<b>&\"'", "절반[31m"]
    (hangul,) = (text for text in picture.iter(f"{SVG}text") if text.text == "절반[31m")
    assert "Malgun Gothic" in hangul.get("font-family", "")


# ── curves ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_ticks_stand_at_their_values_and_lines_go_through_the_data() -> None:
    picture = root(DECAY)
    at_0, at_20 = (where(group(picture, "x-ticks"), text)[0] for text in ("0", "20"))
    # The foot of a number stands a third of its size under its tick.
    low, high = (where(group(picture, "y-ticks"), text)[1] - 0.35 * SMALL for text in ("0.2", "1.0"))
    _, decay = (path.attrib["d"] for path in sorted(group(picture, "lines"), key=lambda path: len(path.attrib["d"])))
    for t, (x, y) in zip(STEPS, points(decay), strict=True):
        assert x == pytest.approx(at_0 + t / 20 * (at_20 - at_0), abs=0.02)
        assert y == pytest.approx(low + (0.9**t - 0.2) / 0.8 * (high - low), abs=0.03)


def test_lines_differ_in_colour_and_in_dashes_and_the_legend_shows_both() -> None:
    many = Curves(id="many", lines=tuple(Line(f"line {n}", (0.0, 1.0), (float(n), 0.0)) for n in range(8)))
    picture = root(many)
    looks = [(path.get("stroke"), path.get("stroke-dasharray")) for path in group(picture, "lines")]
    assert len(set(looks)) == 8
    assert len({dashes for _, dashes in looks[:6]}) == 6, "in print without colour too"
    samples = [
        (line.get("stroke"), line.get("stroke-dasharray")) for line in group(picture, "legend").iter(f"{SVG}line")
    ]
    assert samples == looks
    assert written(group(picture, "legend")) == [f"line {n}" for n in range(8)]


def test_logarithmic_axes_have_powers_and_ticks_between() -> None:
    x = tuple(10.0**-k for k in range(5))
    picture = root(Curves(id="error", lines=(Line("", x, (*x[:2], None, -1.0, x[4])),), x_log=True, y_log=True))
    assert written(group(picture, "y-ticks")) == ["10−4", "10−3", "10−2", "10−1", "100"]
    assert "10" in [text.text for text in group(picture, "y-ticks").iter(f"{SVG}text")], "the exponent is raised"
    places = [where(group(picture, "x-ticks"), text)[0] for text in ("10−4", "10−3", "10−2")]
    assert places[1] - places[0] == pytest.approx(places[2] - places[1], abs=0.02)
    assert len(group(picture, "y-ticks").findall(f"{SVG}line")) == 5 + 4 * 8
    (line,) = group(picture, "lines").findall(f"{SVG}path")
    assert line.attrib["d"].count("M") == 1
    assert len(group(picture, "lines").findall(f"{SVG}circle")) == 1, "a point between gaps"


def test_steps_have_no_ticks_between_them() -> None:
    picture = root(Curves(id="steps", lines=(Line("", (1.0, 2.0, 3.0, 4.0), (0.5, 0.1, 0.7, 0.2)),)))
    assert written(group(picture, "x-ticks")) == ["1", "2", "3", "4"]


def test_equal_axes_have_equal_units() -> None:
    angles = [2 * math.pi * k / 60 for k in range(61)]
    circle = Curves(id="c", lines=(Line("", tuple(map(math.cos, angles)), tuple(map(math.sin, angles))),), equal=True)
    picture = root(circle)
    (line,) = group(picture, "lines")
    drawn_at = points(line.attrib["d"])
    wide, high = (max(at) - min(at) for at in zip(*drawn_at, strict=True))
    assert wide == pytest.approx(high, rel=0.01)
    assert wide > 200


def test_what_is_outside_of_the_range_is_cut_off() -> None:
    picture = root(
        Curves(id="cut", lines=(Line("", (0.0, 10.0), (-5.0, 5.0)),), x_range=(0.0, 10.0), y_range=(0.0, 1.0))
    )
    (line,) = group(picture, "lines")
    ((x0, y0), (x1, y1)) = points(line.attrib["d"])
    at_4, at_6 = (where(group(picture, "x-ticks"), text)[0] for text in ("4", "6"))
    assert (x0, x1) == pytest.approx(((at_4 + at_6) / 2, at_6), abs=0.02)
    assert y1 < y0


def test_a_mark_without_room_beside_it_is_named_in_the_legend() -> None:
    assert "here" in written(group(root(DECAY), "marks"))
    crowd = tuple(Line("", (0.0, 1.0), (n / 60, n / 60)) for n in range(61))
    picture = root(Curves(id="crowd", lines=crowd, marks=(Mark("best", 0.5, 0.5),)))
    assert written(group(picture, "legend")) == ["best"]
    assert written(group(picture, "marks")) == []


def test_runs_of_a_line_end_at_gaps_and_edges() -> None:
    box = Box(0, 0, 10, 10)
    line = [(-5.0, 5.0), (5.0, 5.0), (15.0, 5.0), (15.0, 8.0), (5.0, 8.0), None, (2.0, 2.0), None, (40.0, 2.0)]
    assert runs(line, box) == [[(0, 5), (5, 5), (10, 5)], [(10, 8), (5, 8)], [(2, 2)]]


# ── the other panels ────────────────────────────────────────────────────────────────────────────────────────

BARS = Bars(id="lags", labels=("lag 0", "lag 1", "lag 2"), series=(Series("", (0.5, -0.25, None)),))
HEAT = Heat(id="W", rows=("a", "b"), columns=("x", "y"), values=((0.0, 1.0), (0.25, None)), marked=((1, 0),))
TABLE = Table(id="numbers", columns=("t", "value", "said"), rows=((1.0, 0.5, "eins"), (10.0, -12.25, "zehn")))
GRAPH = Graph(
    id="graph",
    nodes=(
        Node(id="x", label="x_t", column=0, row=0, value=2.0, gradient=0.5),
        Node(id="h", label="h_t", column=1, row=0),
        Node(id="y", label="y_t", column=2, row=0),
    ),
    edges=(Edge("x", "h", "W"), Edge("h", "y"), Edge("h", "h", "U", 1)),
)


def test_bars_are_as_long_as_their_numbers_and_these_align_on_the_point() -> None:
    picture = group(root(BARS), "bars")
    first, second = (float(bar.attrib["width"]) for bar in picture.iter(f"{SVG}rect"))
    assert first == pytest.approx(2 * second, abs=0.02)
    assert written(picture) == ["lag 0", "0.5", "lag 1", "−0.25", "lag 2", "–"]
    assert where(picture, "0.5")[0] == where(picture, "−0.25")[0]


def test_a_heat_map_has_numbers_a_scale_and_outlines() -> None:
    picture = root(HEAT)
    assert written(group(picture, "columns")) == ["x", "y"]
    assert written(group(picture, "cells")) == ["a", "0", "1", "b", "0.25", "–"]
    assert written(group(picture, "scale")) == ["0", "1"]
    fills = [cell.get("fill") for cell in group(picture, "cells").iter(f"{SVG}rect")]
    assert len(set(fills)) == 5, "three shades, none for no number, none for the outline"
    assert fills[-1] == "none"


def test_a_heat_map_of_one_value_has_no_scale_and_one_of_many_columns_no_numbers() -> None:
    one = Heat(id="E", rows=("",), columns=(), values=((2.0, 2.0),))
    assert [each.get("class") for each in root(one).iter(f"{SVG}g")].count("scale") == 0
    many = Heat(id="E", rows=("a",), columns=tuple(map(str, range(90))), values=(tuple(map(float, range(90))),))
    picture = root(many)
    assert written(group(picture, "cells")) == ["a"]
    assert len(group(picture, "cells").findall(f"{SVG}rect")) == 90


def test_a_table_aligns_numbers_on_the_point_and_words_on_the_left() -> None:
    table = group(root(TABLE), "table")
    assert where(table, "0.5")[0] == where(table, "−12.25")[0]
    assert where(table, "1")[0] == where(table, "10")[0]
    assert where(table, "eins")[0] == where(table, "zehn")[0] == where(table, "said")[0]


def test_a_graph_has_boxes_arrows_and_a_dashed_loop() -> None:
    picture = root(GRAPH)
    assert written(group(picture, "nodes")) == ["xt", "2", "∂ 0.5", "ht", "yt"]
    edges = group(picture, "edges")
    assert [path.get("stroke-dasharray") for path in edges.iter(f"{SVG}path")] == [None, None, "5 4"]
    assert len(edges.findall(f"{SVG}polygon")) == 3, "an arrow has a head"
    assert written(edges) == ["U z−1"]
    boxes = sorted(
        (float(box.attrib["x"]), float(box.attrib["width"])) for box in group(picture, "nodes").iter(f"{SVG}rect")
    )
    assert all(here + wide < after for (here, wide), (after, _) in pairwise(boxes))


def test_an_arrow_goes_round_what_is_in_its_way() -> None:
    nodes = tuple(Node(id=id, label=id, column=n, row=n % 2 * 0.1) for n, id in enumerate("abc"))
    around = Graph(id="around", nodes=nodes, edges=(Edge("a", "c"), Edge("c", "a", "", 2)))
    paths = [points(path.attrib["d"]) for path in group(root(around), "edges").iter(f"{SVG}path")]
    assert [len(path) > 2 for path in paths] == [True, True]


def test_a_row_of_boxes_whose_arrows_leap_is_drawn_in_layers() -> None:
    nodes = tuple(Node(id=id, label=id, column=n, row=0) for n, id in enumerate(("x", "i", "f", "c")))
    edges = tuple(Edge(*pair) for pair in (("x", "i"), ("x", "f"), ("i", "c"), ("f", "c")))
    picture = group(root(Graph(id="g", nodes=nodes, edges=edges)), "nodes")
    (x, x_y), (i, i_y), (f, f_y), (c, c_y) = (where(picture, id) for id in ("x", "i", "f", "c"))
    assert x < i == f < c
    assert i_y < x_y == c_y < f_y


# ── letters ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("c_t", (("c", 0), ("t", -1))),
        ("∂c_t/∂c_0의", (("∂c", 0), ("t", -1), ("/∂c", 0), ("0", -1), ("의", 0))),
        ("dh_T", (("dh", 0), ("T", -1))),
        ("h_{t−1}", (("h", 0), ("t−1", -1))),
        ("by_norm", (("by_norm", 0),)),
        ("10⁻¹²", (("10", 0), ("−12", 1))),
        ("gain^lag", (("gain", 0), ("lag", 1))),
        ("^ a_ _b", (("^ a_ _b", 0),)),
    ],
)
def test_indices_stand_lower_and_exponents_higher(text: str, found: tuple[tuple[str, int], ...]) -> None:
    assert parts(text) == tuple(Part(*each) for each in found)


def test_texts_are_cut_and_broken_by_their_width() -> None:
    assert width("망각", SIZE) == 2 * SIZE
    assert fit("망각 게이트", 3.5 * SIZE, SIZE) == "망각…"
    assert fit("", 10, SIZE) == fit("abc", -3, SIZE) == ""
    assert wrap("one two three", 6 * SIZE, SIZE) == ["one two", "three"]


# ── any frame ───────────────────────────────────────────────────────────────────────────────────────────────


@settings(max_examples=150, deadline=None)
@given(st.lists(any_panel, max_size=3), any_label)
def test_any_frame_is_a_picture_and_all_of_it_is_inside(panels: list[Panel], text: str) -> None:
    frame = Frame(panels=tuple(panels), at=text, notes=(text,))
    caption = Caption(text, text, text, "ko")
    picture = fromstring(svg(frame, caption))
    _, _, wide, high = map(float, picture.attrib["viewBox"].split())
    for element in picture.iter():
        for name, value in element.attrib.items():
            if name in ("x", "x1", "x2", "cx"):
                assert 0 <= float(value) <= wide
            elif name in ("y", "y1", "y2", "cy"):
                assert 0 <= float(value) <= high
            elif name in ("d", "points"):
                assert all(0 <= x <= wide and 0 <= y <= high for x, y in points(value))
                assert not re.search("nan|inf", value)
            elif name in ("width", "height", "r") and value != "100%":
                assert 0 <= float(value) <= max(wide, high)


@settings(max_examples=150, deadline=None)
@given(any_panel)
def test_no_text_lies_over_another(panel: Panel) -> None:
    texts = drawn(Frame(panels=(panel,)), CAPTION).texts
    assert all(box.left >= 0 for box in texts)
    assert [(one, other) for one, other in combinations(texts, 2) if one.wider(-0.5).meets(other)] == []


@pytest.mark.parametrize("panel", [DECAY, BARS, HEAT, TABLE, GRAPH], ids=lambda panel: type(panel).__name__)
def test_long_korean_labels_lie_over_nothing(panel: Panel) -> None:
    long = "순환 신경망의 기울기 소실과 폭발을 설명하는 아주 긴 이름표"
    surface = drawn(Frame(panels=(panel,)), CAPTION, lambda key: f"{long} {key}")
    assert [pair for pair in combinations(surface.texts, 2) if pair[0].wider(-0.5).meets(pair[1])] == []
    assert all(box.left >= MARGIN / 2 for box in surface.texts)


@pytest.mark.parametrize(
    "panel",
    [
        Curves(id="none", lines=()),
        Curves(id="nan", lines=(Line("a", (0.0, math.nan), (math.nan, math.inf)),), marks=(Mark("m", math.nan, 1.0),)),
        Curves(id="one", lines=(Line("a", (3.0,), (5.0,)),)),
        Curves(id="huge", lines=(Line("a", (-1e308, 1e308), (1e308, -1e308)),), equal=True),
        Bars(id="none", labels=(), series=()),
        Bars(id="nan", labels=("a",), series=(Series("", (math.nan,)), Series("", (math.inf, 1e308)))),
        Heat(id="none", rows=(), columns=(), values=()),
        Heat(id="huge", rows=(), columns=(), values=((-1e308, 1e308, math.nan),)),
        Table(id="none", columns=(), rows=()),
        Graph(id="none", nodes=(), edges=()),
    ],
    ids=lambda panel: f"{type(panel).__name__} {panel.id}",
)
def test_frames_with_nothing_and_with_too_much(panel: Panel) -> None:
    assert "nan" not in "".join(root(panel).itertext()).removeprefix("A <title> & more").replace(panel.id, "")


# ── the file ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_file_is_replaced_and_nothing_else_is_left(tmp_path: Path) -> None:
    path = tmp_path / "a.svg"
    path.write_text("before", encoding="utf-8")
    ready(path)
    write(path, "<svg/>")
    assert path.read_text(encoding="utf-8") == "<svg/>"
    assert [each.name for each in tmp_path.iterdir()] == ["a.svg"]


def test_what_cannot_be_written_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.svg"
    path.write_text("before", encoding="utf-8")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(NotSaved, match="No space left on device; check the disk"):
        write(path, "<svg/>")
    assert path.read_text(encoding="utf-8") == "before"
    assert [each.name for each in tmp_path.iterdir()] == ["a.svg"]


def test_a_png_has_twice_as_many_pixels(tmp_path: Path) -> None:
    pytest.importorskip("resvg_py")
    picture = svg(Frame(panels=(DECAY,)), CAPTION)
    write(tmp_path / "a.png", picture)
    written = (tmp_path / "a.png").read_bytes()
    assert written[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(written[16:20], "big") == 2 * float(fromstring(picture).attrib["width"])
