"""Demos of the LSTM: the direct path, the cell under a microscope, trainings that need a memory."""
