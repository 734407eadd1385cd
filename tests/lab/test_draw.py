"""What the drawings look like, in small; written out so that a reader can judge them."""

from __future__ import annotations

import math
from textwrap import dedent

import pytest

from studyapp.lab.canvas import Canvas, Span, cell_width, clean, cut, left, right, text_of
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
    Verdict,
)
from studyapp.lab.panels.axis import axis
from studyapp.lab.plain import claims_text, frame_text

KOREAN = {"decay": "감소", "kept": "남은 비율"}


def picture(panel: Panel, width: int, height: int, words: dict[str, str] | None = None) -> str:
    rows = draw(panel, width, height, lambda key: (words or {}).get(key, key))
    return "\n".join(text_of(row).rstrip() for row in rows)


def drawn(text: str) -> str:
    return dedent(text).strip("\n")


STEPS = tuple(float(t) for t in range(21))
DECAY = Curves(
    id="decay",
    lines=(
        Line("f = 0.97", STEPS, tuple(0.97**t for t in STEPS)),
        Line("f = 0.5", STEPS, tuple(0.5**t for t in STEPS)),
    ),
    x_label="t",
    y_label="c_t",
)


def test_curves() -> None:
    assert picture(DECAY, 44, 10) == drawn("""
        decay
             c_t
        1.0 ┤⢏⠑⠒⠤⠤⣀⣀
            │⠈      ⠉⠉⠑⠒⠢⠤⠤⣀⣀⡀
            │ ⡇              ⠈⠉⠉⠑⠒⠒⠢⠤⠤⠤ ⠒⠒⠒ f = 0.97
        0.5 ┤ ⠈
            │  ⠘⢄
          0 ┤    ⠁ ⠤⢄⡀ ⣀⣀⡀ ⣀⣀⡀ ⣀⣀⡀ ⣀⣀⡀  ⠒⠒⠂ f = 0.5
            └┬────────────┬───────────┬ t
             0           10          20
    """)


def test_curves_that_are_too_many_or_too_long_for_the_margin_have_a_legend_above() -> None:
    long = Curves(
        id="loss", lines=(Line("LSTM with b_f = 1", (0.0, 1.0), (2.0, 1.0)), Line("RNN", (0.0, 1.0), (2.0, 1.9)))
    )
    assert picture(long, 44, 7) == drawn("""
        loss
              ⠒⠒⠒ LSTM with b_f = 1   ⠒⠒⠂ RNN
        2.0 ┤⠉⠉⠓⠒⠛⠫⠥⠤⠭⣉⣁⣀⡉⠉⠁ ⠉⠑⠂ ⠒⠒⠂ ⠒⠒⠂ ⠒⠒⠂ ⠒⠒⠂ ⠒⠒⠂
        1.5 ┤            ⠈⠉⠉⠉⠒⠒⠒⠢⠤⠤⠤⣀⣀⣀⡀
        1.0 ┤                          ⠈⠉⠉⠉⠒⠒⠒⠢⠤⠤⠤⣀⣀
            └┬──────────────────┬──────────────────┬
             0                 0.5               1.0
    """)


def test_logarithmic_axes_have_powers_and_a_gap_where_there_is_no_logarithm() -> None:
    h = tuple(10.0**-k for k in range(13))
    error = tuple(None if k == 6 else 10.0**-k for k in range(13))
    curve = Curves(id="error", lines=(Line("", h, error),), x_log=True, y_log=True, x_label="h")
    assert picture(curve, 36, 8) == drawn("""
        error
          10⁰ ┤                      ⣀⡠⠤⠒⠉
              │                ⢀⡠⠤⠒⠊⠉
         10⁻⁶ ┤          ⢀⡀   ⠈⠁
              │     ⣀⡠⠤⠒⠊⠁
        10⁻¹² ┤⣀⠤⠒⠊⠉
              └┬────────────┬────────────┬ h
             10⁻¹²        10⁻⁶          10⁰
    """)


def test_a_mark_whose_label_has_no_room_beside_it_has_it_nearby_in_brackets() -> None:
    lines = tuple(Line("", (0.0, 1.0), (float(k), float(k))) for k in range(3))
    curve = Curves(id="e", lines=lines, marks=(Mark("the lowest", 0.5, 0.0),), y_range=(0.0, 7.0))
    assert picture(curve, 40, 11) == drawn("""
        e
          │
          │
        5 ┤
          │
          │         (the lowest: ●)
          │⠄⠠ ⠄⠠ ⠄⠠ ⠄⠠ ⠄⠠ ⠄⠠ ⠄⠠ ⠄⠠ ⠄⠠ ⠄⠠ ⠄⠠
          │⣀⣀⡀ ⣀⣀⡀ ⣀⣀⡀ ⣀⣀⡀ ⣀⣀⡀ ⣀⣀⡀ ⣀⣀⡀ ⣀⣀⡀
        0 ┤⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀●⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀
          └┬───────────────┬──────────────┬
           0              0.5            1.0
    """)


def test_equal_axes_show_a_circle_as_one() -> None:
    angles = [2 * math.pi * k / 60 for k in range(61)]
    circle = Curves(
        id="directions",
        lines=(Line("", tuple(map(math.cos, angles)), tuple(map(math.sin, angles))),),
        marks=(Mark("∇f", 1.0, 0.0),),
        equal=True,
    )
    assert picture(circle, 40, 13) == drawn("""
        directions
         1 ┤            ⣀⠤⠒⠉⠉⠉⠉⠉⠒⠤⣀
           │         ⢀⠔⠉           ⠉⠢⡀
           │        ⢀⠎               ⠱⡀
           │       ⢀⠎                 ⠱⡀
           │       ⢸                   ⡇
         0 ┤┈┈┈┈┈┈┈⢸┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈●┈∇f┈┈┈┈
           │       ⠈⢆                 ⡰⠁
           │        ⠈⢆               ⡰⠁
           │         ⠈⠢⣀           ⣀⠔⠁
        −1 ┤            ⠉⠒⠤⣀⣀⣀⣀⣀⠤⠒⠉
           └───────┬─────────┬─────────┬───────
                  −1         0         1
    """)


def test_bars_go_both_ways_from_zero_and_their_numbers_align_on_the_point() -> None:
    bars = Bars(id="lags", labels=("lag 0", "lag 1", "lag 2"), series=(Series("", (0.5, -0.25, None)),))
    assert picture(bars, 36, 6) == drawn("""
        lags
        lag 0         │███████████████  0.5
        lag 1 ████████│                −0.25
        lag 2         │                 –
    """)


def test_bars_of_several_series_name_each_and_give_way_when_there_is_no_room() -> None:
    bars = Bars(id="softmax", labels=("고양이", "dog"), series=(Series("p", (0.7, 0.3)), Series("p − y", (-0.3, 0.3))))
    assert picture(bars, 36, 6) == drawn("""
        softmax
        고양이 p          │████████████  0.7
               p − y █████│             −0.3

        dog    p          │█████▏        0.3
               p − y      │█████▏        0.3
    """)
    assert picture(bars, 36, 4) == drawn("""
        softmax
        고양이 p          │████████████  0.7
               p − y █████│             −0.3
        … 2
    """)


def test_a_heat_map_shows_numbers_where_they_fit_and_shades_where_not() -> None:
    heat = Heat(
        id="W", rows=("a", "b"), columns=("x", "y", "z"), values=((0.1, -0.4, 1.0), (0.0, None, 0.5)), marked=((1, 0),)
    )
    assert picture(heat, 36, 4) == drawn("""
        W
              x     y     z
        a   0.1  −0.4   1
        b [ 0  ]  –     0.5
    """)
    assert picture(heat, 12, 4) == drawn("""
        W
          x  y  z
        a ▒▒▒   ███
        b [░]···▒▒▒
    """)
    rows = draw(heat, 36, 4)
    assert rows[2][1] == Span("  0.1 ", "heat-3")


def test_a_heat_map_has_a_scale_where_there_is_room() -> None:
    heat = Heat(id="W", rows=("a", "b"), columns=("x", "y"), values=((0.1, -0.4), (0.0, 1.0)))
    assert natural_height(heat, 36) == 5
    assert picture(heat, 36, 5) == drawn("""
        W
              x     y
        a   0.1  −0.4
        b     0     1
          −0.4   ░░▒▒▓▓██ 1
    """)
    rows = draw(heat, 36, 5)
    assert [span.style for span in rows[-1] if span.style.startswith("heat")] == [f"heat-{n}" for n in (0, 2, 4, 6, 8)]
    assert picture(heat, 18, 5).count("\n") == 3, "no room across"
    one = Heat(id="W", rows=("a",), columns=("x",), values=((0.5,),))
    assert natural_height(one, 36) == 3, "one value has no scale"


def test_a_table_aligns_on_the_point_and_says_how_many_rows_are_left_out() -> None:
    table = Table(id="steps", columns=("t", "값"), rows=((1.0, 0.97312), (2.0, -123.4), (10.0, "없음"), (11.0, None)))
    assert picture(table, 30, 9) == drawn("""
        steps
        t   값
        ─────────────
         1     0.9731
         2  −123.4
        10  없음
        11     –
    """)
    assert picture(table, 30, 5) == drawn("""
        steps
        t   값
        ─────────────
         1     0.9731
        … 3
    """)


GRAPH = Graph(
    id="graph",
    nodes=(
        Node(id="x", label="x", column=0, row=0, value=2.0, gradient=0.5),
        Node(id="w", label="w", column=0, row=1, value=-1.5),
        Node(id="m", label="×", column=1, row=0.5, value=-3.0),
    ),
    edges=(Edge("x", "m"), Edge("w", "m", "∂ = x")),
)


def test_a_graph_has_boxes_with_values_and_arrows_with_labels() -> None:
    assert picture(GRAPH, 40, 12) == drawn("""
        graph
           ╭─────╮
           │  x  │
           │  2  │──────────╮
           │∂ 0.5│          │
           ╰─────╯          │ ╭──╮
                            ├▸│× │
                            │ │−3│
           ╭────╮           │ ╰──╯
           │ w  │───∂ = x───╯
           │−1.5│
           ╰────╯
    """)


def test_a_graph_without_room_is_a_list() -> None:
    assert picture(GRAPH, 24, 4) == drawn("""
        graph
        x = 2 ∂ 0.5
        w = −1.5
        × = −3 ◂ x, w (∂ = x)
    """)


def test_recurrent_edges_are_dashed_and_carry_their_delay() -> None:
    folded = Graph(
        id="folded",
        nodes=(Node(id="x", label="x_t", column=0, row=0), Node(id="h", label="h_t", column=1, row=0)),
        edges=(Edge("x", "h", "W"), Edge("h", "h", "U", 1)),
    )
    assert picture(folded, 40, 6) == drawn("""
        folded
                                    ╭╌U z⁻¹╌╮
           ╭─────╮                 ╭┴───▾╮
           │ x_t │───────W────────▸│ h_t │
           ╰─────╯                 ╰─────╯
    """)
    around = Graph(id="around", nodes=folded.nodes, edges=(Edge("x", "h"), Edge("h", "x", "", 2)))
    assert picture(around, 40, 7) == drawn("""
        around
           ╭─────╮              ╭─────╮
           │ x_t │─────────────▸│ h_t │
           ╰─────╯              ╰─────╯
              ▴                    ╎
              ╰╌╌╌╌╌╌╌╌z⁻²╌╌╌╌╌╌╌╌╌╯
    """)


def test_words_replace_keys_and_wide_characters_keep_the_columns() -> None:
    table = Table(id="decay", columns=("kept", "f"), rows=((1.5, 2.0),))
    assert picture(table, 30, 6, KOREAN) == drawn("""
        감소
        남은 비율  f
        ────────────
        1.5        2
    """)


def test_natural_height_leaves_nothing_out() -> None:
    for panel in (DECAY, GRAPH):
        assert "…" not in picture(panel, 76, natural_height(panel, 76))


# ── the surface ─────────────────────────────────────────────────────────────────────────────────────────────


def test_widths() -> None:
    assert cell_width("망각 gate") == 9
    assert cell_width("e\u0301") == 1
    assert (cut("망각 게이트", 7), cell_width(cut("망각 게이트", 7))) == ("망각…", 5)
    assert (left("가", 4), right("가", 4)) == ("가  ", "  가")
    assert clean("a\x1b[31m\r\nb\u202e\u0007") == "a[31m b"


def test_a_wide_character_is_never_halved() -> None:
    canvas = Canvas(6, 1)
    canvas.put(0, 0, "가나다")
    canvas.put(1, 0, "x")
    canvas.put(4, 0, "y")
    canvas.put(5, 0, "라")
    assert text_of(canvas.rows()[0]) == " x나y"
    canvas.put(-1, 0, "가")
    assert text_of(canvas.rows()[0]) == " x나y"


def test_ticks_are_round() -> None:
    assert [text for _, text in axis([0.0, 0.93], None, False, padded=4).ticks(4)] == ["0", "0.5", "1.0"]
    assert [text for _, text in axis([-3e6, 2e6], None, False).ticks(5)] == ["−3e6", "−2e6", "−1e6", "0", "1e6", "2e6"]
    assert [text for _, text in axis([2.0, 9.0], None, True).ticks(4)] == ["2", "5"]
    assert [text for _, text in axis([0.3, 0.3], None, False).ticks(3)] == ["0.2", "0.3", "0.4"]
    assert [text for _, text in axis([0.1, 10.0], None, True).ticks(6)] == ["0.1", "0.2", "0.5", "1", "2", "5", "10"]


def test_between_whole_numbers_there_are_no_ticks() -> None:
    assert [text for _, text in axis([1.0, 2.0, 3.0], None, False, steps=True).ticks(6)] == ["1", "2", "3"]
    assert len(axis([1.0, 2.5, 3.0], None, False, steps=True).ticks(6)) > 3
    assert len(axis([0.0, 1.0], None, False, steps=True).ticks(6)) > 3, "two numbers are the ends of anything"


@pytest.mark.parametrize("ends", [(0.55, 1.3), (0.91, 0.99), (1e-3, 1.5e-3), (3.0, 7.0), (0.2, 40.0), (1e-9, 1e9)])
def test_logarithmic_axes_have_two_numbers_at_least(ends: tuple[float, float]) -> None:
    assert len(axis(ends, None, True, padded=4).ticks(4)) >= 2


def test_logarithmic_axes_have_ticks_without_numbers() -> None:
    shown = axis([1e-6, 1.0], None, True)
    assert [text for _, text in shown.ticks(3)] == ["10⁻⁶", "10⁻⁴", "10⁻²", "10⁰"]
    assert [round(6 * place) for place in shown.minor(3, 0.1)] == [1, 3, 5]
    assert shown.minor(3, 0.2) == [], "they would be too close"
    assert len(axis([1e-3, 1.0], None, True).minor(4, 0.01)) == 3 * 8
    assert axis([0.0, 1.0], None, False).minor(4, 0.0) == []


# ── plain text ──────────────────────────────────────────────────────────────────────────────────────────────


def test_a_frame_as_plain_text() -> None:
    table = Table(id="decay", columns=("t", "c"), rows=((1.0, 0.5),))
    frame = Frame(panels=(table,), values={"kept": 0.218065, "steps": 50.0}, at="t = 50", notes=("note",))
    assert frame_text(frame, words=lambda key: KOREAN.get(key, key)) == drawn("""
        t = 50

        감소
        t  c
        ──────
        1  0.5

        note

        남은 비율   0.218065
        steps      50
    """)


def test_claims_as_plain_text() -> None:
    verdicts = [
        Verdict("kept", 0.218065, "=", 0.218065, 1e-12, True),
        Verdict("grows", 3.0, "<=", 2.0, 0.0, False),
        Verdict("half", None, "<", None, 0.0, False, applies=False),
    ]
    assert claims_text(verdicts, lambda key: KOREAN.get(key, key)) == drawn("""
        ✔  남은 비율  0.218065 = 0.218065 ± 1e−12
        ✘  grows      3 ≤ 2
        –  half
    """)


def test_an_axis_of_numbers_beyond_all_measure_has_a_width() -> None:
    for value in (-2e300, 2e300, 1.7e308):
        shown = axis([value], None, log=False)
        assert shown.high > shown.low
        assert shown.ticks(4)
