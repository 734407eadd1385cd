"""Demos of what networks are made of: activations, layers, one-hot vectors, convolutions."""
