"""Numbers: the cell library, the exercises and the runnable demos. NumPy and the standard library only.

    cells/        recurrent cells, losses, optimisers: textbook equations, forward and backward
    exercises/    problems with fresh numbers, right rules and wrong ones
    networks/ gradients/ recurrence/ prediction/ through_time/ lstm/ gru/ sequences/
                  the demos by topic, one a file; in contract.py stands what a demo is

What runs them: registry (which there are), settings, running (frames and claims), drawing (exercises), wire
(as JSON), serve (the app's child), show (as text), __main__ (the command).
"""
