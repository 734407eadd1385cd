"""The drawing of each kind of panel, one module a kind: ``draw(panel, width, height, words)`` and its natural height."""
