"""Content for tests of memory: cards in learning order and what their entries require; and a table that is filled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from studyapp.memory.cards import STATE
from studyapp.memory.log import Log
from studyapp.memory.model import CardState
from studyapp.memory.scheduler import PHASES


class Toy:
    """Cards in learning order, all of one topic; entry → what it requires; old ids → present ones."""

    def __init__(
        self, cards: Sequence[str], requires: Mapping[str, Sequence[str]], former: Mapping[str, str] | None = None
    ) -> None:
        self.cards = cards
        self._requires = requires
        self._former = dict(former or {})

    @property
    def stamp(self) -> str:
        return repr((self.cards, self._requires, self._former))

    def placed(self) -> Iterator[tuple[str, str, str, int]]:
        for position, card in enumerate(self.cards):
            yield card, card.partition("/")[0], "topic", position

    def prerequisites(self) -> Iterator[tuple[str, str]]:
        there = {card.partition("/")[0] for card in self.cards}
        return ((entry, each) for entry, required in self._requires.items() if entry in there for each in required)

    def requires(self, entry: str) -> Sequence[str]:
        return self._requires.get(entry, ())

    def required_by(self, entry: str) -> list[str]:
        return [each for each, required in self._requires.items() if entry in required]

    def former(self) -> dict[str, str]:
        return self._former


def put(log: Log, shelf: Toy, states: Iterable[CardState], held: Mapping[str, int]) -> None:
    """Fill the table of cards with these states, as if answers had led to them; the log itself stays as it is."""
    with log._transaction():
        log._db.execute("DELETE FROM cards")
        for each in states:
            row = (each.card, each.card.partition("/")[0], PHASES.index(each.phase), *_rest(each))
            log._db.execute(f"INSERT INTO cards (card, entry, {STATE}) VALUES ({','.join('?' * len(row))})", row)
        log.cards.use(shelf)
        log.cards.place()
        for card, until in held.items():
            log._db.execute("UPDATE cards SET held = ? WHERE card = ?", (until, card))


def _rest(state: CardState) -> tuple[object, ...]:
    return tuple(getattr(state, name) for name in STATE.split(", ")[1:])
