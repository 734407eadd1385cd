"""The base of all errors that are for people: their message says what is wrong, where, and what to do."""


class StudyError(Exception):
    """Shown as one line, never as a traceback. `code` is the shell's exit code: 3, could not read, write or run."""

    code = 3
