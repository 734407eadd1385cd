"""The library is the one that is worked out simply in memory; linking takes linear time and no recursion."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from studyapp.content.library import Library
from studyapp.content.linking import Light, Linking, Row, cycles
from studyapp.content.model import Compiled, Entry, Pitfall, Place, Placed, Source, Text
from studyapp.content.placing import ranks
from tests.content.naive import Naive

IDS = st.sampled_from("abcdefgh")
REFERENCES = st.lists(IDS, max_size=3, unique=True)


@st.composite
def placed(draw: st.DrawFn, line: int) -> Placed:
    entry = Entry(
        id=draw(IDS),
        term=Text(en=draw(st.sampled_from(["gate", "cell", "hidden state"]))),
        definition=Text(en="what it is"),
        was=tuple(draw(st.lists(st.sampled_from("abxyz"), max_size=2))),
        requires=tuple(draw(REFERENCES)),
        pitfalls=(Pitfall(Text(en="no"), Text(en="yes")),) * draw(st.integers(0, 1)),
        sources=tuple(draw(st.lists(st.sampled_from(["one", "two"]), max_size=2))),
    )
    places: dict[str, Place] = {"id": (line, 1)}
    for field in ("requires", "sources", "was"):
        places |= {f"{field}/{at}": (line, 10 + at) for at in range(len(getattr(entry, field)))}
    return Placed(entry, places)


@st.composite
def files(draw: st.DrawFn) -> list[Compiled]:
    found = []
    for at in range(draw(st.integers(1, 4))):
        entries = tuple(draw(placed(10 * line)) for line in range(draw(st.integers(0, 6))))
        broken = tuple(draw(st.lists(st.sampled_from("wxgh"), max_size=1)))
        order = draw(st.integers(1, 2))
        found.append(Compiled(f"file-{at}.yaml", Text(en=f"File {at}"), order, entries, broken))
    source = Source("A. Author", 2000, "One", "Journal")
    return [*found, Compiled("sources.yaml", sources={"one": source} if draw(st.booleans()) else {})]


@given(files(), st.integers(0, 5))
def test_it_is_what_is_worked_out_simply(compiled: list[Compiled], shipped: int) -> None:
    library, naive = Library(compiled, shipped), Naive(compiled, shipped)
    assert library.problems == naive.problems
    assert list(library.entries) == naive.order == [entry.id for entry in library.entries.values()]
    assert dict(library.graph) == naive.requires
    assert {id: list(library.required_by(id)) for id in naive.order} == naive.required_by
    assert sorted(library.prerequisites()) == sorted((id, r) for id, all_ in naive.requires.items() for r in set(all_))
    assert [(topic.id, list(topic.entries)) for topic in library.topics] == naive.topics
    assert [len(topic.entries) for topic in library.topics] == [len(members) for _, members in naive.topics]
    assert dict(library.topic_of) == {id: topic for topic, members in naive.topics for id in members}
    assert library.former() == naive.former
    assert [card.id for card in library.cards] == naive.cards
    assert len(library.cards) == len(naive.cards)
    assert [place.card for place in library.placed()] == naive.cards
    assert [place.position for place in library.placed()] == list(range(len(naive.cards)))
    assert all(place.topic == library.topic_of[place.entry] for place in library.placed())
    assert all(library.card(card.id) == card for card in library.cards)
    assert library.card("a/shape") is library.card("nothing") is library.card("nothing/meaning") is None
    for id in naive.order:
        near = [entry.id for entry in library.near(id, 3)]
        assert len(near) == len(set(near)) == min(3, len(naive.order) - 1)
        assert id not in near


@given(files(), files())
def test_the_stamp_tells_what_memory_builds_on(one: list[Compiled], other: list[Compiled]) -> None:
    first, second = Library(one), Library(other)
    same = all(
        look(first) == look(second)
        for look in (lambda lib: list(lib.placed()), lambda lib: dict(lib.graph), lambda lib: lib.former())
    )
    assert (first.stamp == second.stamp) is same
    assert Library(one).stamp == first.stamp


def test_what_is_not_there_is_said() -> None:
    library = Library([Compiled("a.yaml", Text(en="A"))])
    assert (len(library.entries), list(library.cards), library.topics) == (0, [], [])
    assert [of.get("a") for of in (library.entries, library.topic_of, library.graph)] == [None] * 3
    assert "a" not in library.entries


def rows(requires: Mapping[str, tuple[str, ...]]) -> list[Row]:
    return [Row(at, 1, at, Light(id, at, to, (), (), ("meaning",))) for at, (id, to) in enumerate(requires.items())]


def places(key: int) -> dict[str, Place]:
    return {"id": (key, 1), "requires/0": (key, 9)}


def test_a_chain_of_a_hundred_thousand_prerequisites_is_legal() -> None:
    n = 100_000
    chain = {f"e{at}": (f"e{at + 1}",) if at + 1 < n else () for at in range(n)}
    linked = Linking({1: "deck.yaml"}, (), places).link(rows(chain), (), ())
    assert linked.problems == []
    assert [row.light.id for row in linked.order] == [f"e{at}" for at in reversed(range(n))]


def test_fifty_thousand_cycles_are_each_reported() -> None:
    n = 100_000
    pairs = {f"e{at}": (f"e{at ^ 1}",) for at in range(n)}
    linked = Linking({1: "deck.yaml"}, (), places).link(rows(pairs), (), ())
    assert len(linked.problems) == n // 2
    assert linked.problems[0].what == "a cycle of prerequisites: e0 → e1 → e0"
    assert linked.order == []


def test_a_cycle_of_a_hundred_thousand_is_one() -> None:
    n = 100_000
    (ring,) = cycles({f"e{at}": (f"e{(at + 1) % n}",) for at in range(n)})
    assert len(ring) == n


@given(st.lists(st.integers(0, 60), unique=True), st.dictionaries(st.integers(0, 60), st.integers(1, 200)))
def test_ranks_increase_and_stay_where_they_can(order: list[int], known: dict[int, int]) -> None:
    known = {key: rank for key, rank in known.items() if list(known.values()).count(rank) == 1}
    given_ = ranks(order, known)
    assert len(given_) == len(order)
    assert given_ == sorted(set(given_))
    assert all(rank > 0 for rank in given_)
    assert ranks(order, dict(zip(order, given_, strict=True))) == given_


def test_what_is_put_between_moves_only_what_has_no_room() -> None:
    before = ranks(range(100), {})
    known = dict(enumerate(before))
    assert ranks([*range(50), 1000, *range(50, 100)], known) == sorted([*before, (before[49] + before[50]) // 2])
    many = ranks([*range(50), *range(1000, 1100), *range(50, 100)], known)
    assert (
        sum(
            key in known and known[key] == rank
            for key, rank in zip([*range(50), *range(1000, 1100), *range(50, 100)], many, strict=True)
        )
        > 50
    )
