"""Demos of gradients through time: BPTT, vanishing, exploding, clipping, truncating."""
