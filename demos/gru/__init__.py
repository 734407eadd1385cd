"""Demos of the GRU: its two gates."""
