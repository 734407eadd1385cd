"""A sitting: what comes next and what an answer does; shared by the screens and plain text."""
