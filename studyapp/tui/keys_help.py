"""Every key that works on a screen, over that screen."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from studyapp.language import _
from studyapp.tui.keys import JAMO, bind

NAMES = {
    "question_mark": "?",
    "full_stop": ".",
    "comma": ",",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "slash": "/",
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
    "escape": "esc",
    "pageup": "PgUp",
    "pagedown": "PgDn",
}


class KeysScreen(ModalScreen[None]):
    """The bindings of the screen beneath, in words."""

    BINDINGS: ClassVar[list[BindingType]] = [bind("escape,q,question_mark,f1,space,enter", "close", "Close")]

    def __init__(self, beneath: Screen[object]) -> None:
        super().__init__()
        self.beneath = beneath

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="keys"):
            yield Static(self._table(), markup=False)

    def _table(self) -> Content:
        keys: dict[str, list[str]] = {}
        for _node, binding, _enabled, _tip in self.beneath.active_bindings.values():
            if binding.id is not None and not binding.system and binding.key.rpartition("+")[2] not in JAMO.values():
                keys.setdefault(binding.description, []).append(shown(binding.key))
        width = max((len(" ".join(pressed)) for pressed in keys.values()), default=0)
        rows = [
            Content.assemble((f"{' '.join(pressed):>{width}}", "bold $primary"), "   ", _(does))
            for does, pressed in keys.items()
        ]
        note = Content.styled(
            _("Letters also work while a Korean input method is on. While you type, use the ctrl forms."),
            "$text-muted",
        )
        return Content("\n").join([Content.styled(_("Keys"), "bold"), Content(), *rows, Content(), note])

    def action_close(self) -> None:
        """Back to the screen beneath."""
        self.dismiss()


def shown(key: str) -> str:
    """A key as it is written on keyboards."""
    *modifiers, name = key.split("+")
    return "".join("^" if modifier == "ctrl" else f"{modifier}+" for modifier in modifiers) + NAMES.get(name, name)
