"""The language of the interface: which one, and its words (gettext; English is what the source says).

`_` and `ngettext` answer in the language in use; `use` changes it at any time, and screens that show words
already draw themselves again.
"""

from __future__ import annotations

import functools
import gettext
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, get_args

Lang = Literal["en", "ko"]
LANGS: tuple[Lang, ...] = get_args(Lang)
OWN_NAMES: Mapping[Lang, str] = {"en": "English", "ko": "한국어"}
LOCALE = Path(__file__).parent / "locale"

_lang: Lang = "en"
_words: gettext.NullTranslations = gettext.NullTranslations()


def choose(asked: str | None, saved: str | None, environ: Mapping[str, str]) -> Lang:
    """The language to start in: ``--lang``, STUDYAPP_LANG, the saved choice, the locale, then English."""
    locale = environ.get("LC_ALL") or environ.get("LC_MESSAGES") or environ.get("LANG") or ""
    for wish in (asked, environ.get("STUDYAPP_LANG"), saved, locale[:2]):
        if wish in LANGS:
            return wish
    return "en"


def other(lang: Lang) -> Lang:
    """The language that the language key changes to."""
    return LANGS[(LANGS.index(lang) + 1) % len(LANGS)]


def use(lang: Lang) -> None:
    """Answer in `lang` from now on."""
    global _lang, _words
    _lang = lang
    _words = _catalogue(lang)


@functools.cache
def _catalogue(lang: Lang) -> gettext.NullTranslations:
    return gettext.translation("studyapp", LOCALE, [lang], fallback=True)


def say(message: str, lang: Lang) -> str:
    """`message` in `lang`, whatever language is in use; for what must be there in both."""
    return _catalogue(lang).gettext(message)


def later(message: str) -> str:
    """Mark `message` for translation; `say` or `_` translates it when it is shown."""
    return message


def current() -> Lang:
    """The language in use."""
    return _lang


def _(message: str) -> str:
    """`message` in the language in use."""
    return _words.gettext(message)


def ngettext(one: str, many: str, n: int) -> str:
    """`one` or `many`, as `n` things are counted in the language in use."""
    return _words.ngettext(one, many, n)
