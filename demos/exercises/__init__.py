"""Exercises: problems with fresh numbers, the right rule and the wrong rules."""
