"""Demos of the recurrent network: order, unrolling, attractors, losses over a sequence, a character model."""
