"""Other formats, in and out: the parts of the log that machines exchange."""
