"""The interface's words: collect them from the source into ``studyapp.po``, and compile what is translated.

python -m tests.messages update     after a change of the source or of a translation
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
LOCALE = ROOT / "studyapp" / "locale"
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2), "bind": (3,)}
HEAD = "# The interface's words. Written by: python -m tests.messages update"


def translated(lang: str) -> Catalog:
    """The translation as it stands in its ``.po``, brought up to date with the source."""
    found = Catalog(fuzzy=False)
    for _path, _line, text, _comments, _context in extract_from_dir(
        ROOT / "studyapp", [("**.py", "python")], keywords=KEYWORDS
    ):
        found.add(text)
    path = LOCALE / lang / "LC_MESSAGES" / "studyapp.po"
    known: dict[object, Any] = {}
    if path.exists():
        with path.open("rb") as file:
            known = {message.id: message.string for message in messages(read_po(file, locale=lang))}
    catalog = Undated(locale=lang, project="studyapp", version="1", header_comment=HEAD, fuzzy=False)
    for message in messages(found):
        catalog.add(message.id, known.get(message.id))
    return catalog


def messages(catalog: Catalog) -> list[Message]:
    """The messages of a catalogue, without its header."""
    return [message for message in catalog if isinstance(message, Message) and message.id]


# Babel writes the time of day and its own version into a header; ours changes only with the words.
KEPT = ("Project-Id-Version", "Language", "Plural-Forms", "MIME-Version", "Content-Type", "Content-Transfer-Encoding")


class Undated(Catalog):
    """A catalogue whose header says nothing of when and with what it was written."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """The header's lines that are kept."""
        return [(name, value) for name, value in super().mime_headers if name in KEPT]


def po(catalog: Catalog) -> bytes:
    """The catalogue as a ``.po`` file, sorted, without line numbers."""
    out = BytesIO()
    write_po(out, catalog, width=120, sort_output=True, no_location=True, include_previous=False)
    return out.getvalue()


def mo(catalog: Catalog) -> bytes:
    """The catalogue compiled."""
    out = BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def untranslated(catalog: Catalog) -> list[str]:
    """Messages without a translation."""
    texts = ((m.id if isinstance(m.id, str) else m.id[0], m.string) for m in messages(catalog))
    return [id for id, text in texts if not (text if isinstance(text, str) else text and all(text))]


def update() -> int:
    """Write the .po and .mo of every language; 1 if something is untranslated."""
    missing = []
    for folder in sorted(LOCALE.iterdir()):
        catalog = translated(folder.name)
        path = folder / "LC_MESSAGES"
        (path / "studyapp.po").write_bytes(po(catalog))
        (path / "studyapp.mo").write_bytes(mo(catalog))
        missing += [f"{folder.name}: {id!r}" for id in untranslated(catalog)]
    print("\n".join(missing))
    return bool(missing)


if __name__ == "__main__":
    sys.exit(update())
