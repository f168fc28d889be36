"""Payloads as messages of the schema, in either of the daemon's encodings."""

from __future__ import annotations

from typing import Any, Sequence, Tuple, TypeVar

import numpy as np
from google.protobuf import json_format
from google.protobuf.message import DecodeError

from . import markercast_pb2 as wire
from .arrays import Array, frozen

#: The newest version of the schema that this package reads, and the one that it writes.
SCHEMA_VERSION = 1

Message = TypeVar("Message", wire.Forecast, wire.Stats)


class Unreadable(ValueError):
    """A payload that is no message of the schema, or one of a newer schema."""


def decode(payload: bytes, message: Message) -> Message:
    """Fills an empty message from a payload, which is JSON where it begins with a brace and protobuf elsewhere."""
    try:
        if payload.startswith(b"{"):
            json_format.Parse(payload, message, ignore_unknown_fields=True)
        else:
            message.ParseFromString(payload)
    except (DecodeError, json_format.ParseError, UnicodeDecodeError, RecursionError) as error:
        raise Unreadable(f"a payload of {len(payload)} bytes is no message of markercast.proto: {error}") from error
    if message.schema_version > SCHEMA_VERSION:
        newest = f"{SCHEMA_VERSION} is the newest known"
        raise Unreadable(f"a message has schema version {message.schema_version}, and {newest}")
    return message


def known(message: Any, field: str) -> Any:
    """An optional field of a message; None where it is absent."""
    return getattr(message, field) if message.HasField(field) else None


def weights(horizons: Sequence[Any]) -> Tuple[Tuple[str, ...], Array]:
    """The experts that any of the horizons names, and the share of each: an array (horizons, experts)."""
    names = tuple(dict.fromkeys(expert.model for horizon in horizons for expert in horizon.experts))
    shares = np.zeros((len(horizons), len(names)))
    for h, horizon in enumerate(horizons):
        for expert in horizon.experts:
            shares[h, names.index(expert.model)] = expert.weight
    return names, frozen(shares)
