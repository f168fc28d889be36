"""The keys that markercast keys generate writes, for sockets that connect; see docs/security.md."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Any, List, Union

import zmq

#: A file's path.
Path = Union[str, "os.PathLike[str]"]


class KeysUnusable(ValueError):
    """Keys that can't be used: one sentence that names the file, what is wrong and what to do."""


@dataclass(frozen=True)
class Keys:
    """This program's own pair, and the public key of the one that it connects to and trusts."""

    secret: bytes = field(repr=False)
    public: bytes
    server: bytes

    @classmethod
    def read(cls, secret: Path, server: Path) -> Keys:
        """Reads NAME.secret, this program's own, and the public key's file of the other end."""
        if not zmq.has("curve"):
            raise KeysUnusable("the libzmq of this Python was built without CURVE: install pyzmq from PyPI or Debian")
        key = _key(secret, "secret")
        return cls(secret=key, public=zmq.curve_public(key), server=_key(server, "public"))

    def apply(self, socket: zmq.Socket[Any]) -> None:
        """Has the socket encrypt what it connects to from now on."""
        socket.curve_secretkey = self.secret
        socket.curve_publickey = self.public
        socket.curve_serverkey = self.server


def _key(path: Path, half: str) -> bytes:
    """The one key in a file, which must not say that it is the other half of a pair."""
    name = os.fspath(path)
    try:
        with open(path, encoding="utf-8") as file:
            lines = file.read().splitlines()
            mode = os.fstat(file.fileno()).st_mode
    except FileNotFoundError:
        told = f"there is no key file {name}: name one, or make a pair with markercast keys generate"
        raise KeysUnusable(told) from None
    except (OSError, UnicodeDecodeError) as error:
        raise KeysUnusable(f"cannot read the key file {name}: {error}") from error
    if half == "secret" and os.name == "posix" and mode & 0o077:
        raise KeysUnusable(f"{name} holds a secret key and others can read it: chmod 600 {name}, and make a new pair")
    other = {"secret": "public", "public": "secret"}[half]
    if any(line.startswith(f"# markercast {other} key") for line in lines):
        raise KeysUnusable(f"{name} holds a {other} key where a {half} one is wanted: name the file of .{half}")
    keys = _words(lines)
    if len(keys) != 1 or len(keys[0]) != 40:
        raise KeysUnusable(f"{name} does not hold one key of 40 characters: name a file of markercast keys generate")
    return keys[0].encode()


def _words(lines: List[str]) -> List[str]:
    """The first word of each line that is neither empty nor a comment."""
    words = [line.split()[0] for line in lines if line.split()]
    return [word for word in words if word != "#"]
