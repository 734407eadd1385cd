"""Demos of sequences in practice: padding, dropout, the parallel scan, a scheduler that is an RNN."""
