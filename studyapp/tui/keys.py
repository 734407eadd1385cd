"""Keys: each letter is bound together with the jamo on the same key, since a Korean input method sends those."""

from __future__ import annotations

from textual.binding import Binding

# The two-set layout (두벌식), letter by letter.
JAMO = dict(zip("qwertyuiopasdfghjklzxcvbnm", "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡ", strict=True))


def bind(keys: str, action: str, tooltip: str, *, priority: bool = False) -> Binding:
    """A binding of `keys` (comma-separated, as in Textual) and of their jamo; its id is the action's name."""
    wanted = keys.split(",")
    for key in keys.split(","):
        prefix, _, letter = key.rpartition("+")
        if letter in JAMO:
            wanted.append(f"{prefix}+{JAMO[letter]}" if prefix else JAMO[letter])
    return Binding(",".join(wanted), action, tooltip, show=False, priority=priority, id=action, tooltip=tooltip)
