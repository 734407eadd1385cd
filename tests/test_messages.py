"""The interface's words are all translated, and the compiled file is the one of the text."""

from __future__ import annotations

import string

from tests.messages import LOCALE, messages, mo, po, translated, untranslated


def test_every_message_is_translated_and_compiled() -> None:
    catalog = translated("ko")
    folder = LOCALE / "ko" / "LC_MESSAGES"
    assert untranslated(catalog) == []
    assert (folder / "studyapp.po").read_bytes() == po(catalog), "run: make messages"
    assert (folder / "studyapp.mo").read_bytes() == mo(catalog), "run: make messages"


def test_translations_fill_the_same_places() -> None:
    def places(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    for message in messages(translated("ko")):
        original = message.id if isinstance(message.id, str) else message.id[-1]
        said = message.string if isinstance(message.string, str) else (message.string or [""])[0]
        assert places(said) == places(original), original
