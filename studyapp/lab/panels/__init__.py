"""How each kind of panel is drawn, one module a kind: ``draw(panel, width, height, words)``, ``natural_height``."""
