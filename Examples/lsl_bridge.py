#!/usr/bin/env python3
"""Publishes a stream of the Lab Streaming Layer (LSL) as frames for markercast."""

from __future__ import annotations

import argparse
import importlib
import sys
import time
from typing import Any, List, NoReturn, Optional, Sequence

from markercast import EndpointUnusable, Keys, KeysUnusable, Publisher
from markercast.lsl import Channel, Layout, StreamUnusable

MANUAL = """\
Waits for one LSL stream, found by its type, name or source id, and sends each of its samples as a frame. When it ends,
waits for it to come back, with other markers if need be.

Three channels make a marker. Their labels say whose they are and which axis: chest_x, chest_y, chest_z; chest.X; "chest
x"; chestX; or the types PositionX, PositionY and PositionZ of LSL's motion capture streams, whose other channels are
left out, as are channels whose label names no axis. Where there are no labels the channels are taken three by three, as
--markers names them or as m1, m2 and so on.

The channels say their unit, else --unit does. A coordinate that is NaN is a marker that was not seen; for trackers that
write 0, 0, 0 instead there is --zeros-missing.

Stamps are LSL's, in seconds of the clock of the machine that sends the stream, so that what LSL corrects moves no
frame. --clock unix turns them into the wall clock of this machine, with LSL's own correction, for serve --clock shared
where the daemon runs here. The nominal rate is only told: markercast finds the rate from the stamps, or is given it
with serve --rate, above all where LSL calls the stream irregular.

examples:
  The only motion capture stream of the network:
    Examples/lsl_bridge.py --stream couch1

  A stream by name, whose channels have no unit, to a daemon on another machine that binds:
    Examples/lsl_bridge.py --name OptiTrack --unit m --publish '>tcp://10.0.0.1:5556'

  Try it without a tracker, in two terminals:
    Examples/lsl_bridge.py --name breathing --stream demo
    Examples/lsl_send.py

Wants pylsl 1.18, which brings the library liblsl: pip install './Examples/python[lsl]'.

The status is 0 after Ctrl-C, 64 where the command line is wrong, 65 where the stream's channels make no markers, 69
where the endpoint or liblsl can't be had.
"""
UNITS = ("mm", "cm", "m")


def channels_of(info: Any) -> List[Channel]:
    """What the description of a stream says of its channels."""
    channels, element = [], info.desc().child("channels").child("channel")
    for _ in range(info.channel_count()):
        channels.append(Channel(*(element.child_value(name) for name in ("label", "type", "unit"))))
        element = element.next_sibling("channel")
    return channels


def say(text: str) -> None:
    """Tells what goes on."""
    print(f"lsl_bridge.py: {text}", file=sys.stderr, flush=True)


def find(lsl: Any, chosen: argparse.Namespace) -> Any:
    """The stream that is asked for, once there is one."""
    key, value = next((k, v) for k, v in vars(chosen).items() if k in ("name", "source_id", "type") and v is not None)
    say(f"waiting for an LSL stream with the {key.replace('_', ' ')} {value}")
    while True:
        # Looks for two, to see whether there is more than one.
        found = lsl.resolve_byprop(key, value, minimum=2, timeout=1.0)
        if len(found) > 1:
            names = ", ".join(f"{info.name()} of {info.hostname()} (source id {info.source_id()})" for info in found)
            raise StreamUnusable(f"{len(found)} LSL streams have the {key.replace('_', ' ')} {value}: {names}: "
                           "say which with --name or --source-id")
        if found:
            return found[0]


def follow(lsl: Any, publisher: Publisher, chosen: argparse.Namespace) -> None:
    """Publishes one stream until it ends, which throws LSL's LostError."""
    flags = lsl.proc_clocksync if chosen.clock == "unix" else 0
    inlet = lsl.StreamInlet(find(lsl, chosen), recover=False, processing_flags=flags)
    try:
        info = inlet.info(timeout=10.0)
        if info.channel_format() == lsl.cf_string:
            raise StreamUnusable(f"the LSL stream {info.name()} sends text: name one that sends numbers")
        markers = None if chosen.markers is None else chosen.markers.split(",")
        layout = Layout.of(channels_of(info), markers, chosen.unit)
        rate = info.nominal_srate()
        pace = f"{rate:g} Hz by its word" if rate > 0 else "irregular, so give serve a --rate if it finds none"
        left = f", {layout.left_out} channels left out" if layout.left_out else ""
        names = ", ".join(layout.markers)
        say(f"{info.name()} of {info.hostname()} is now markers/{chosen.stream}: {names}{left}; {pace}")
        # Once for each connection: a wall clock that is set meanwhile moves no frame.
        offset = time.time() - lsl.local_clock() if chosen.clock == "unix" else 0.0
        while True:
            sample, stamp = inlet.pull_sample(timeout=1.0)
            if sample is not None:
                publisher.send(layout.positions(sample, zeros_missing=chosen.zeros_missing), stamp + offset)
    finally:
        inlet.close_stream()


class Arguments(argparse.ArgumentParser):
    """Ends with the status 64 where the command line is wrong."""

    def error(self, message: str) -> NoReturn:
        self.exit(64, f"{self.prog}: {message}; see --help\n")


def arguments(command: Optional[Sequence[str]] = None) -> argparse.Namespace:
    """The command line."""
    parser = Arguments(description=__doc__, epilog=MANUAL, formatter_class=argparse.RawDescriptionHelpFormatter)
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--name", help="the LSL stream of this name")
    which.add_argument("--source-id", metavar="ID", help="the LSL stream of this source id")
    which.add_argument("--type", help="the LSL stream of this type (MoCap)")
    parser.add_argument("--stream", default="lsl", metavar="NAME", help="what markercast is to call it (lsl)")
    parser.add_argument("--publish", default="tcp://127.0.0.1:5556", metavar="ENDPOINT",
                        help="where to publish; bound unless it begins with '>' (tcp://127.0.0.1:5556)")
    parser.add_argument("--encoding", choices=["protobuf", "json"], default="protobuf", help="how frames are written")
    parser.add_argument("--markers", metavar="NAME,...",
                        help="the markers' names, three channels each, whatever their labels")
    parser.add_argument("--unit", choices=UNITS, help="the unit of the channels, whatever they say")
    parser.add_argument("--zeros-missing", action="store_true", help="a marker at 0, 0, 0 was not seen")
    parser.add_argument("--clock", choices=["lsl", "unix"], default="lsl", help="whose clock the stamps are of (lsl)")
    parser.add_argument("--key", metavar="FILE", help="this end's secret key, if --publish connects (docs/security.md)")
    parser.add_argument("--server-key", metavar="FILE", help="the public key of the other end")
    chosen = parser.parse_args(command)
    if chosen.name is None and chosen.source_id is None and chosen.type is None:
        chosen.type = "MoCap"
    if (chosen.key is None) != (chosen.server_key is None):
        parser.error("--key and --server-key go together")
    return chosen


def main() -> int:
    """Runs it; the status."""
    chosen = arguments()
    try:
        lsl, errors = importlib.import_module("pylsl"), importlib.import_module("pylsl.util")
    except (ImportError, RuntimeError, OSError) as error:
        reason = str(error).strip().splitlines()[0]
        say(f"pylsl can't be had ({reason}): pip install './Examples/python[lsl]', and install liblsl if it is that")
        return 69
    try:
        keys = Keys.read(chosen.key, chosen.server_key) if chosen.key else None
        with Publisher(chosen.stream, chosen.publish, encoding=chosen.encoding, keys=keys) as publisher:
            while True:
                try:
                    follow(lsl, publisher, chosen)
                except (errors.LostError, errors.TimeoutError):
                    say("the LSL stream has ended")
    except EndpointUnusable as error:
        say(str(error))
        return 69
    except (KeysUnusable, ValueError) as error:
        say(str(error))
        return 65
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(main())
