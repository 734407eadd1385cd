"""Numbers: the cell library, the exercises and the runnable demos. NumPy and the standard library only."""
