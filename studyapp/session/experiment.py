"""An experiment with a demo: what is predicted before it runs, what came of it, and the what-ifs that ask again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from studyapp.content.model import Card, DemoLink, DemoWords, Guess, PredictionChoice, Text, Value, WhatIf
from studyapp.lab import numbers
from studyapp.language import current
from studyapp.language import later as N_
from studyapp.memory.model import Answer, CardState, Logged, Purpose
from studyapp.questions.demos import came_true, near, right_choice
from studyapp.questions.model import AGAIN, GOOD
from studyapp.questions.wording import both
from studyapp.session.desk import Desk
from studyapp.session.predicting import what_ifs

SAME = 0.01  # a value that changes by less than this share is about the same
NOTHING = 1e-9  # what is smaller than this is 0: rounding, which a prediction is not about


@dataclass(frozen=True)
class Asked:
    """A prediction that is asked before a run at `settings`: one of `choices`, or a number where there is a `guess`.

    `value` names what decides. `first`: it is the demo's own, which its card asks too.
    """

    ask: Text
    value: str
    settings: Mapping[str, Value]
    choices: tuple[PredictionChoice, ...]
    guess: Guess | None = None
    first: bool = False


Given = int | float  # which choice, or the number


@dataclass(frozen=True)
class Outcome:
    """A prediction and what was measured; `right_choice` is the one that came true, where some choice did."""

    asked: Asked
    given: Given
    measured: float
    right: bool
    right_choice: PredictionChoice | None


@dataclass
class Experiment:
    """One opening of a demo. `asks` is False where its question has been answered before it was opened."""

    desk: Desk
    words: DemoWords | None
    link: DemoLink
    asks: bool = True
    asked: Asked | None = None
    given: Given | None = None
    outcome: Outcome | None = None
    recorded: Logged | None = None
    tried: int = 0  # how many what-ifs have been asked
    start: dict[str, float | None] = field(default_factory=dict)  # what the run measured that what-ifs start from
    began: int = field(default=0)

    def __post_init__(self) -> None:
        self.began = self.desk.now()
        if self.words is not None and self.asks:
            wanted = self.words.prediction
            self.asked = Asked(wanted.ask, wanted.value, wanted.set, wanted.choices, wanted.guess, first=True)

    @property
    def card(self) -> Card | None:
        """The card that asks the demo's own prediction."""
        entry = self.words.card if self.words is not None else None
        return self.desk.library.card(f"{entry}/prediction")

    @property
    def what_if(self) -> WhatIf | None:
        """What is worth asking next."""
        possible = what_ifs(self.words, self.link, clashing=self.asks) if self.words is not None else []
        return possible[self.tried % len(possible)] if possible else None

    def ask_what_if(self) -> Asked | None:
        """Put the next what-if on the table; None, if there is none, or nothing to compare it with."""
        words, what_if = self.words, self.what_if
        if words is None or what_if is None:
            return None
        self.tried += 1
        self.forget()
        value = what_if.value or words.prediction.value
        ask, choices = what_if.ask, what_if.choices
        before = self.start.get(value)
        if not choices and what_if.guess is None:
            if before is None:
                return None
            ask = both(
                N_("{ask} Before: {name} = {value}. And then?"),
                ask=ask,
                name=words.labels.get(value) or both("{name}", name=value),
                value=numbers.text(0.0 if abs(before) < NOTHING else before),
            )
            choices = changes(before)
        self.asked = Asked(ask, value, what_if.set, choices, what_if.guess)
        self.began = self.desk.now()
        return self.asked

    def lock(self, given: Given | None) -> None:
        """Take the prediction (None: it is skipped); it cannot be changed any more."""
        self.given = given
        if given is None:
            self.asked = None

    def forget(self) -> None:
        """The next run is about other settings than what was predicted."""
        self.asked = self.given = self.outcome = None

    def judge(self, measured: Mapping[str, float | None]) -> Outcome | None:
        """What the prediction came to, once the run is over. It is written to the log if the card is asked by it.

        Raises:
            LogError: the answer could not be written.
        """
        asked, given = self.asked, self.given
        found = measured.get(asked.value) if asked is not None else None
        if asked is None or given is None or found is None or self.outcome is not None:
            return self.outcome
        found = 0.0 if abs(found) < NOTHING else found
        right_one = right_choice(asked.choices, found)
        if asked.guess is not None:
            right = near(asked.guess, float(given), found)
        else:
            right = came_true(asked.choices[int(given)], found)
        self.outcome = Outcome(asked, given, found, right, right_one)
        self._record(self.outcome)
        return self.outcome

    def _record(self, outcome: Outcome) -> None:
        """The first prediction of a card that is due is its answer; any other is practice."""
        card = self.card
        if card is None:
            return
        state = self.desk.log.state(card.id)
        due = outcome.asked.first and self.desk.queue().is_due(card.id)
        purpose: Purpose = "scheduled" if due and state is not None else "practice"
        given = outcome.given
        said = outcome.asked.choices[int(given)].text[current()] if outcome.asked.guess is None else f"{given:g}"
        now = self.desk.now()
        self.recorded = self.desk.log.append(
            Answer(
                at=now,
                card=card.id,
                kind="predict-the-demo",
                seed=0,
                grade=GOOD if outcome.right else AGAIN,
                purpose=purpose,
                given=said,
                lang=current(),
                duration_ms=max(0, now - self.began),
            )
        )

    @property
    def scheduled(self) -> CardState | None:
        """The state of the card after its scheduled answer here; None, where none was given."""
        event = self.recorded.event if self.recorded is not None else None
        if not isinstance(event, Answer) or event.purpose != "scheduled":
            return None
        return self.desk.log.state(event.card)

    def undo(self) -> bool:
        """Take the recorded answer back; whether there was one."""
        if self.recorded is None:
            return False
        self.desk.log.undo(self.recorded, self.desk.now())
        self.recorded = None
        return True


def changes(before: float) -> tuple[PredictionChoice, ...]:
    """Greater, about the same, or smaller than `before`, as intervals."""
    margin = max(SAME * abs(before), NOTHING)
    low, high = before - margin, before + margin
    return (
        PredictionChoice(text=both(N_("greater")), low=high),
        PredictionChoice(text=both(N_("about the same, within 1 %")), low=low, high=high),
        PredictionChoice(text=both(N_("smaller")), high=low),
    )
