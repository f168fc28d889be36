"""Topics: a kind and a stream's name, as in forecast/couch1."""

from __future__ import annotations

import re

_NAME = re.compile(r"[A-Za-z0-9._-]{1,64}")


def check_name(stream: str) -> str:
    """The name, if a stream may be called so."""
    if not _NAME.fullmatch(stream):
        raise ValueError(f"{stream!r} is no name of a stream: take 1 to 64 letters, digits, '.', '_' and '-'")
    return stream


def topic(kind: str, stream: str) -> bytes:
    """The topic of a stream's messages of a kind."""
    return f"{kind}/{check_name(stream)}".encode()
