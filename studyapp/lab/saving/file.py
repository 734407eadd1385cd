"""Writing a picture: to a temporary name beside the file and then to its own, so that no half of one is left."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from studyapp.errors import StudyError

ENDINGS = (".svg", ".png")
ZOOM = 2  # pixels of a .png for one of the picture's, so that it is sharp on every screen and in print


class NotSaved(StudyError):
    """The picture could not be written; the message says why and what to do."""


def possible(path: Path) -> bool:
    """Whether a picture can have this file's ending."""
    return path.suffix.lower() in ENDINGS


def ready(path: Path) -> None:
    """See, before a demo takes its time, that `path` can be written.

    Raises:
        NotSaved: there is no such folder, it cannot be written, a folder has this name, or a .png cannot be made.
    """
    folder = path.parent
    if path.is_dir():
        raise NotSaved(f"{path}: this is a folder; name a file in it")
    if not folder.is_dir():
        raise NotSaved(f"{folder}: there is no such folder; make it first, or name another")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise NotSaved(f"{folder}: no permission to write there; name another folder")
    if path.suffix.lower() == ".png":
        _renderer()


def write(path: Path, svg: str) -> None:
    """Write the picture as what `path` ends in; a file that is there is replaced.

    Raises:
        NotSaved: it could not be written; what was there before still is.
    """
    content = _png(svg) if path.suffix.lower() == ".png" else svg.encode()
    target = path.resolve()  # where a link leads, and not the link, is replaced
    written = target.with_name(f".studyapp-{os.getpid()}.new")
    try:
        written.write_bytes(content)
        written.replace(target)
    except OSError as error:
        raise NotSaved(f"{path}: {error.strerror}; check the disk and the permissions, or name another file") from None
    finally:
        written.unlink(missing_ok=True)


def _renderer() -> Callable[..., bytes]:
    """What turns SVG into PNG: a library that not everyone has, loaded when a .png is asked for."""
    try:
        from resvg_py import svg_to_bytes
    except ImportError:
        raise NotSaved(
            "a .png needs the library resvg-py; save as .svg, or install it: pip install 'studyapp[png]'"
        ) from None
    return svg_to_bytes


def _png(svg: str) -> bytes:
    try:
        return bytes(_renderer()(svg_string=svg, zoom=ZOOM))
    except ValueError as error:
        raise NotSaved(f"the picture cannot be made a .png: {error}; save it as .svg") from None
