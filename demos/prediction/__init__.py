"""Demos of predicting the next symbol: softmax, perplexity, running freely."""
