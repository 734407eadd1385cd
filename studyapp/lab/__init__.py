"""The lab: the child process that runs demos and draws exercises, and the drawing of its frames."""
