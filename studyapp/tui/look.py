"""The look: two quiet themes, one accent a topic, and the colours of what the lab draws."""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="page-dark",
    dark=True,
    background="#15171b",
    surface="#1b1e23",
    panel="#23272e",
    foreground="#d6d8dc",
    primary="#82a7dc",
    secondary="#9a8fc7",
    accent="#82a7dc",
    success="#8dbb7c",
    warning="#d3ad66",
    error="#d87d78",
    variables={"text-muted": "#8b919b", "footer-key-foreground": "#82a7dc", "block-cursor-text-style": "none"},
)
LIGHT = Theme(
    name="page-light",
    dark=False,
    background="#fbfaf7",
    surface="#f3f1ec",
    panel="#e8e5de",
    foreground="#26282c",
    primary="#2f5f9e",
    secondary="#6a5aa0",
    accent="#2f5f9e",
    success="#3f7a2f",
    warning="#8a6410",
    error="#a8322c",
    variables={"text-muted": "#6b6e74", "footer-key-foreground": "#2f5f9e", "block-cursor-text-style": "none"},
)
THEMES = (DARK, LIGHT)

# One accent a topic, in the order of the topics; legible on both themes.
ACCENTS = ("#6f9fd8", "#5fae8b", "#c9985a", "#c27f9f", "#9488d0", "#5aa9b3")


def accent(position: int) -> str:
    """The colour of the topic at `position`."""
    return ACCENTS[position % len(ACCENTS)]


# What the lab's drawings call their parts, as styles of the theme. Lines also differ by their marks.
DRAWING = {
    "": "",
    "axis": "$text-muted",
    "dim": "$text-muted",
    "label": "$text-muted",
    "accent": "$primary",
    "mark": "bold $warning",
    "ghost": "$foreground 40%",
    "good": "$success",
    "bad": "$error",
    "line-0": "$primary",
    "line-1": "$warning",
    "line-2": "$success",
    "line-3": "$secondary",
    "line-4": "$error",
    "line-5": "$foreground",
    **{f"heat-{level}": f"$foreground on $primary {level * 9}%" for level in range(9)},
}
