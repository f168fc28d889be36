#!/usr/bin/env python3
"""Publishes what a tracker writes line by line, from a file or from the standard input, as frames for markercast."""

from __future__ import annotations

import argparse
import csv
import os
import sys
import time
from typing import Iterator, List, NoReturn, Optional, TextIO, Tuple

import numpy as np
from markercast import EndpointUnusable, Keys, KeysUnusable, Publisher
from markercast.arrays import Array

MANUAL = """\
A line is a frame: its time in seconds on any clock that goes on, then x, y and z of each marker. A field that is empty
or nan is a marker that was not seen. The markers have their names from the first line, if that is a heading
(t,chest_x,chest_y,chest_z,...), else from --markers, else they are m1, m2 and so on. Lines that begin with # are passed
over. Recordings of markercast record and markercast synth are such files.

examples:
  What a tracker's own program writes, as it comes:
    tracker-dump | Examples/track.py --stream couch1 --markers chest,belly

  A file in metres, at the pace of its stamps, once the daemon listens:
    Examples/track.py motion.csv --unit m --speed 1 --wait

The status is 0 at the end of the input, 64 where the command line is wrong, 65 where a line is, 66 where there is no
such file and 69 where the endpoint can't be had.
"""
MILLIMETRES = {"mm": 1.0, "cm": 10.0, "m": 1000.0}


class Unusable(ValueError):
    """A line that is no frame."""


class Arguments(argparse.ArgumentParser):
    """Ends with the status 64 where the command line is wrong."""

    def error(self, message: str) -> NoReturn:
        self.exit(64, f"{self.prog}: {message}; see --help\n")


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = Arguments(description=__doc__, epilog=MANUAL, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", default="-", help="the file; the standard input where none or - is given")
    parser.add_argument("--stream", default="demo", metavar="NAME", help="the stream's name (demo)")
    parser.add_argument("--publish", default="tcp://127.0.0.1:5556", metavar="ENDPOINT",
                        help="where to publish; bound unless it begins with '>' (tcp://127.0.0.1:5556)")
    parser.add_argument("--encoding", choices=["protobuf", "json"], default="protobuf", help="how frames are written")
    parser.add_argument("--markers", metavar="NAME,...", help="the markers' names, parted by commas")
    parser.add_argument("--unit", choices=sorted(MILLIMETRES), default="mm", help="the unit of the positions (mm)")
    parser.add_argument("--delimiter", default=",", metavar="CHARACTER", help="what parts the fields (,)")
    parser.add_argument("--stamps", choices=["column", "arrival"], default="column",
                        help="the first column, or this machine's wall clock when the line came")
    parser.add_argument("--speed", type=float, metavar="N", help="keep to N times the stamps' pace; else as lines come")
    parser.add_argument("--wait", action="store_true", help="wait for a subscriber before the first frame")
    parser.add_argument("--key", metavar="FILE", help="this end's secret key, if --publish connects (docs/security.md)")
    parser.add_argument("--server-key", metavar="FILE", help="the public key of the other end")
    chosen = parser.parse_args()
    if len(chosen.delimiter) != 1:
        parser.error("--delimiter takes one character")
    if chosen.speed is not None and not chosen.speed > 0:
        parser.error("--speed takes a number above 0")
    if (chosen.key is None) != (chosen.server_key is None):
        parser.error("--key and --server-key go together")
    return chosen


def numbers(row: List[str], place: str) -> Array:
    """The numbers of a line; NaN where a field is empty."""
    try:
        return np.array([float(field) if field.strip() else np.nan for field in row])
    except ValueError as error:
        raise Unusable(f"{place}: {error}: every field is a number, empty or nan") from None


def names(row: List[str], given: Optional[str], place: str) -> Tuple[Tuple[str, ...], bool]:
    """The markers' names, and whether the first line is a heading."""
    count, rest = divmod(len(row) - 1, 3)
    if rest != 0 or count == 0:
        raise Unusable(f"{place}: {len(row)} fields where a time and three for each marker are wanted; see --delimiter")
    try:
        numbers(row, place)
        is_heading, found = False, [f"m{n + 1}" for n in range(count)]
    except Unusable:
        is_heading = True
        found = [os.path.commonprefix(row[n:n + 3]).strip().rstrip("_.:/- ") for n in range(1, len(row), 3)]
    if given is not None:
        found = given.split(",")
    if len(found) != count or len(set(found)) < count or "" in found:
        raise Unusable(f"{place}: the {count} markers' names can't be told: name each with --markers")
    return tuple(found), is_heading


def frames(file: TextIO, chosen: argparse.Namespace) -> Iterator[Tuple[float, Tuple[str, ...], Array]]:
    """Each line's time, the markers' names and their positions (M, 3) in mm."""
    name = "standard input" if chosen.file == "-" else chosen.file
    markers: Tuple[str, ...] = ()
    for number, line in enumerate(file, 1):
        if not line.strip() or line.startswith("#"):
            continue
        place = f"{name}, line {number}"
        row = next(csv.reader([line], delimiter=chosen.delimiter))
        if not markers:
            markers, is_heading = names(row, chosen.markers, place)
            if is_heading:
                continue
        if len(row) != 1 + 3 * len(markers):
            raise Unusable(f"{place}: {len(row)} fields where {1 + 3 * len(markers)} are wanted")
        values = numbers(row, place)
        if not np.isfinite(values[0]):
            raise Unusable(f"{place}: the time is missing: give seconds, or a column of zeros with --stamps arrival")
        yield float(values[0]), markers, MILLIMETRES[chosen.unit] * values[1:].reshape(-1, 3)


def play(file: TextIO, publisher: Publisher, chosen: argparse.Namespace) -> None:
    """Publishes every line."""
    start: Optional[float] = None
    first = 0.0
    for t, markers, positions in frames(file, chosen):
        if start is None:
            start, first = time.monotonic(), t
        if chosen.speed is not None:
            time.sleep(max(0.0, start + (t - first) / chosen.speed - time.monotonic()))
        publisher.send(dict(zip(markers, positions)), None if chosen.stamps == "arrival" else t)


def main() -> int:
    """Runs it; the status."""
    chosen = arguments()
    try:
        keys = Keys.read(chosen.key, chosen.server_key) if chosen.key else None
        with open(0 if chosen.file == "-" else chosen.file, encoding="utf-8") as file, Publisher(
            chosen.stream, chosen.publish, encoding=chosen.encoding, keys=keys
        ) as publisher:
            if chosen.wait:
                publisher.wait()
            play(file, publisher, chosen)
    except FileNotFoundError:
        print(f"track.py: there is no file {chosen.file}: name one, or - for the standard input", file=sys.stderr)
        return 66
    except EndpointUnusable as error:
        print(f"track.py: {error}", file=sys.stderr)
        return 69
    except (KeysUnusable, ValueError, csv.Error) as error:
        print(f"track.py: {error}", file=sys.stderr)
        return 65
    except KeyboardInterrupt:
        pass
    return 0


if __name__ == "__main__":
    sys.exit(main())
