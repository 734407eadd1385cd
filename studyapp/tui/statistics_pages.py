"""The pages of the statistics, each drawn for a width: overview, retention, cards, days, topics, what is hard."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from textual.content import Content

from studyapp.lab.draw import draw
from studyapp.lab.frames import Curves, Line
from studyapp.language import _, ngettext
from studyapp.language import later as N_
from studyapp.memory.statistics import Statistics
from studyapp.memory.tallies import LEECH, SOLID, CardCost
from studyapp.session import charts
from studyapp.session.desk import Desk
from studyapp.session.statistics import card_name, days_of, percent, topics, usual_mistakes
from studyapp.tui.look import accent
from studyapp.tui.pictures import content
from studyapp.tui.signs import WRONG
from studyapp.tui.widgets import column, hanging

TEXT = 76  # cells of a line of text
TOPIC, NUMBERS = 31, (6, 6, 7, 12, 9)  # widths of the columns of the topics
HIGH = 30  # rows of a page from which charts are higher
DAYS = 30  # of the charts of days
GAP = 4  # cells between two charts
COSTLY, MISTAKES = 5, 8  # how many are told


class PageOf(NamedTuple):
    """A page: its name, and how it is drawn in so many cells and rows; it may be longer, not wider."""

    name: str
    draw: Callable[[Desk, Statistics, int, int], Content]


def overview(_desk: Desk, numbers: Statistics, width: int, _height: int) -> Content:
    """How much, how regularly, how well; and the calendar."""
    n = len(numbers.days)
    rows = [
        (_("answers"), f"{numbers.answers:,}", ngettext("on {n} day", "on {n} days", n).format(n=n)),
        (_("days in a row"), str(numbers.streak), _("{n} at the most").format(n=numbers.longest_streak)),
        (_("minutes"), f"{numbers.minutes:,.0f}", _("an answer counts at most 60 seconds")),
        (
            _("remembered in review"),
            percent(numbers.recent_retention),
            _("of {n} in the last 30 days; desired: {desired}").format(
                n=f"{numbers.recent_reviews:,}", desired=percent(numbers.desired_retention)
            ),
        ),
        ("", percent(numbers.retention), _("of {n} in all").format(n=f"{numbers.reviews:,}")),
    ]
    names, values, notes = zip(*rows, strict=True)
    table = Content("\n").join(
        Content.assemble((name, "$text-muted"), "   ", (value, "bold"), "   ", (note, "$text-muted"))
        for name, value, note in zip(
            charts.column_of(names), charts.column_of(values, to_right=True), notes, strict=True
        )
    )
    weekdays = [_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun")]
    months = [_("Jan"), _("Feb"), _("Mar"), _("Apr"), _("May"), _("Jun")]
    months += [_("Jul"), _("Aug"), _("Sep"), _("Oct"), _("Nov"), _("Dec")]
    drawn = charts.calendar(numbers.days, date.fromisoformat(numbers.today), width, weekdays, months)
    return Content.assemble(table, "\n\n", head(_("Answers a day")), "\n", content(drawn))


def retention(_desk: Desk, numbers: Statistics, width: int, height: int) -> Content:
    """What was remembered, week by week, beside what is desired."""
    known = [(at, week) for at, week in enumerate(numbers.weeks) if week.reviews]
    if not known:
        return Content(_("No review yet: a card comes to review on a later day than it was met."))
    last = len(numbers.weeks) - 1
    points = {at: 100 * week.remembered / week.reviews for at, week in known}
    desired = 100 * numbers.desired_retention
    weeks = tuple(float(at - last) for at in range(last + 1))
    low = min(*points.values(), desired)
    panel = Curves(
        "retention",
        (
            Line(_("remembered"), weeks, tuple(points.get(at) for at in range(last + 1))),
            Line(_("desired"), weeks, (desired,) * (last + 1)),
        ),
        x_label=_("weeks before this one"),
        y_label=_("% remembered in review"),
        y_range=(max(0.0, 10 * ((low - 5) // 10)), 100.0),
    )
    counted = sum(week.reviews for _at, week in known)
    told = ngettext(
        "{n} review in these weeks. A review is the first answer of a day to a card that was met on an earlier day.",
        "{n} reviews in these weeks. A review is the first answer of a day to a card that was met on an earlier day.",
        counted,
    ).format(n=f"{counted:,}")
    wide = min(width, TEXT)
    return Content.assemble(
        content(draw(panel, wide, 20 if height >= HIGH else 14, title=False)), "\n\n", note(told, wide)
    )


def cards(_desk: Desk, numbers: Statistics, width: int, _height: int) -> Content:
    """How stable the cards are, and how difficult."""
    wide = min(width, TEXT)
    half = (wide - GAP) // 2
    stable = charts.bars(
        [band.cards for band in numbers.stability], list(map(days_of, numbers.stability)), half, "line-0"
    )
    hard = charts.bars(
        [band.cards for band in numbers.difficulty], [f"{band.least:g}" for band in numbers.difficulty], half, "line-3"
    )
    heads = Content.assemble(column(_("Stability"), half, "bold"), " " * GAP, (_("Difficulty, 1 to 10"), "bold"))
    n = sum(topic.solid for topic in numbers.by_topic)
    told = ngettext(
        "{n} card is solid: its stability is {days} days or more. Stability is the time after which nine of ten such"
        " cards are remembered.",
        "{n} cards are solid: their stability is {days} days or more. Stability is the time after which nine of ten"
        " such cards are remembered.",
        n,
    ).format(n=f"{n:,}", days=f"{SOLID:g}")
    return Content.assemble(heads, "\n", content(charts.beside(stable, hard, half, GAP)), "\n\n", note(told, wide))


def days(_desk: Desk, numbers: Statistics, width: int, height: int) -> Content:
    """What comes due in the next days, and how long was studied in the last ones."""
    today = date.fromisoformat(numbers.today)
    wide = width
    rows = 10 if height >= HIGH else 6
    ahead = [today + timedelta(days=at) for at in range(len(numbers.forecast))]
    before = [today - timedelta(days=at) for at in reversed(range(DAYS))]
    spent = [numbers.minutes_by_day.get(day.isoformat(), 0.0) for day in before]
    due = charts.columns(numbers.forecast, every_week(ahead), wide, rows, "line-0")
    minutes = charts.columns([round(each) for each in spent], every_week(before, end=True), wide, rows, "line-1")
    coming = _("{today} today, overdue ones among them; {week} within a week, {month} within 30 days").format(
        today=f"{numbers.forecast[0]:,}", week=f"{sum(numbers.forecast[:7]):,}", month=f"{sum(numbers.forecast):,}"
    )
    told = _("{minutes} minutes in the last 30 days; an answer counts at most 60 seconds").format(
        minutes=f"{sum(spent):,.0f}"
    )
    return Content("\n").join(
        [
            *(head(_("Cards due in the next 30 days")), content(due), note(coming, min(width, TEXT)), Content()),
            *(head(_("Minutes in the last 30 days")), content(minutes), note(told, min(width, TEXT))),
        ]
    )


def every_week(days: list[date], *, end: bool = False) -> list[str]:
    """The dates that are written below a chart: one in seven, counted from the first day, or from the last."""
    last = len(days) - 1
    return [f"{day.month}-{day.day:02}" if (last - at if end else at) % 7 == 0 else "" for at, day in enumerate(days)]


def by_topic(desk: Desk, numbers: Statistics, width: int, _height: int) -> Content:
    """Each topic: its cards, how many were met and are solid, what was remembered, the time."""
    named = max(TOPIC // 3, min(TOPIC, width - sum(NUMBERS)))
    heads = (_("cards"), _("met"), _("solid"), _("remembered"), _("min"))
    rows = [
        Content.assemble(
            column(_("Topic"), named, "$text-muted"),
            *(column(each, wide, "$text-muted", right=True) for each, wide in zip(heads, NUMBERS, strict=True)),
        )
    ]
    for at, (title, topic) in enumerate(topics(desk, numbers)):
        known = (
            f"{topic.cards:,}",
            f"{topic.met:,}" if topic.met else "·",
            f"{topic.solid:,}" if topic.solid else "·",
            percent(topic.retention) if topic.reviews else "·",
            f"{topic.minutes:,.0f}" if topic.minutes else "·",
        )
        rows.append(
            Content.assemble(
                column(title, named, accent(at)),
                *(column(each, wide, right=True) for each, wide in zip(known, NUMBERS, strict=True)),
            )
        )
    told = _("Solid: a stability of {days} days or more. An answer counts at most 60 seconds.").format(
        days=f"{SOLID:g}"
    )
    return Content.assemble(Content("\n").join(rows), "\n\n", note(told, min(width, TEXT)))


def hard(desk: Desk, numbers: Statistics, width: int, _height: int) -> Content:
    """The cards that cost most, and the usual mistakes."""
    wide = min(width, TEXT)
    blocks = []
    if lapsed := numbers.lapsed[:COSTLY]:
        told = [ngettext("{n} lapse", "{n} lapses", card.lapses).format(n=card.lapses) for card in lapsed]
        blocks.append(costs(desk, _("Forgotten most often"), lapsed, told, wide))
    if numbers.leeches:
        said = ngettext(
            "{n} card has lapsed {often} times or more: read its term again, or take it apart.",
            "{n} cards have lapsed {often} times or more: read their terms again, or take them apart.",
            numbers.leeches,
        ).format(n=f"{numbers.leeches:,}", often=LEECH)
        blocks.append(hanging(Content.styled(f"{WRONG} ", "$error"), Content(said), wide))
    if longest := numbers.longest[:COSTLY]:
        told = [_("{n} min").format(n=f"{card.minutes:.1f}") for card in longest]
        blocks.append(costs(desk, _("Most time spent"), longest, told, wide))
    if made := usual_mistakes(desk, numbers, MISTAKES):
        often = charts.column_of([f"{count:,} ×" for _said, count in made], to_right=True)
        rows = [
            hanging(Content.styled(f"{times}  ", "$text-muted"), Content(said), wide)
            for times, (said, _count) in zip(often, made, strict=True)
        ]
        blocks.append(Content("\n").join([head(_("Usual mistakes")), *rows]))
    return Content("\n\n").join(blocks) if blocks else Content(_("Nothing hard yet: no card has been forgotten."))


def costs(desk: Desk, title: str, found: list[CardCost], told: list[str], width: int) -> Content:
    """Cards by name, each behind what it has cost."""
    padded = charts.column_of(told, to_right=True)
    rows = [
        hanging(Content.styled(f"{cost}  ", "$text-muted"), Content(card_name(desk, card.card)), width)
        for cost, card in zip(padded, found, strict=True)
    ]
    return Content("\n").join([head(title), *rows])


def head(text: str) -> Content:
    """The head of a block."""
    return Content.styled(text, "bold")


def note(text: str, width: int) -> Content:
    """A remark, in lines that break between words."""
    return hanging(Content(), Content.styled(text, "$text-muted"), width)


PAGES = (
    PageOf(N_("Overview"), overview),
    PageOf(N_("Retention"), retention),
    PageOf(N_("Cards"), cards),
    PageOf(N_("Days"), days),
    PageOf(N_("Topics"), by_topic),
    PageOf(N_("What is hard"), hard),
)
