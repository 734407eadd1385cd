"""Demos of gradients: descent, the steepest direction, local gradients and how to check them."""
