"""The what-ifs of a demo: what can be asked at which settings."""

from __future__ import annotations

from collections.abc import Mapping

from studyapp.content.model import DemoLink, DemoWords, Text, Value, WhatIf
from studyapp.language import later as N_
from studyapp.questions.wording import both


def clash(one: Mapping[str, Value], other: Mapping[str, Value]) -> bool:
    """Whether two settings want different values of the same parameter."""
    return any(other.get(name, value) != value for name, value in one.items())


def what_ifs(words: DemoWords, link: DemoLink, *, clashing: bool = True) -> list[WhatIf]:
    """Settings worth trying after the prediction; first the link's own, where the prediction asks at others.

    `clashing` is False where no prediction was asked, and so the demo is at the link's own settings already.
    """
    if not clashing or not clash(words.prediction.set, link.set):
        return list(words.what_ifs)
    told = both("{settings}", settings=_told(words, link.set))
    ask = both(N_("And at the settings of the card: {settings}?"), settings=told)
    return [WhatIf(set=dict(link.set), ask=ask), *words.what_ifs]


def _told(words: DemoWords, settings: Mapping[str, Value]) -> Text:
    """Settings in the demo's words, in both languages."""
    parts: dict[str, list[str]] = {"en": [], "ko": []}
    for name, value in settings.items():
        number = f"{value:g}".replace("-", "−") if isinstance(value, int | float) else value
        named, option = words.parameters.get(name), words.labels.get(str(value))
        parts["en"].append(f"{named['en'] if named else name} {option['en'] if option else number}")
        parts["ko"].append(f"{named['ko'] if named else name} {option['ko'] if option else number}")
    return Text(en=", ".join(parts["en"]), ko=", ".join(parts["ko"]))
