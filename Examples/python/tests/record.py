"""Writes tests/recorded anew: messages of a real daemon, in both encodings.

    python tests/record.py PROGRAM      # .build/release/markercast
"""

import math
import pathlib
import subprocess
import sys
import tempfile

import numpy as np
import zmq
from markercast import Publisher

HERE = pathlib.Path(__file__).parent / "recorded"
TICKS, LAST_SEEN = 900, 880


def record(program: str, encoding: str) -> None:
    """A minute and a half of two markers, of which one is out of sight at the end."""
    with tempfile.TemporaryDirectory() as work, Publisher(
        "couch1", f"ipc://{work}/frames", markers=["chest", "belly"], encoding=encoding
    ) as tracker:
        reader: zmq.Socket[bytes] = zmq.Context.instance().socket(zmq.SUB)
        reader.rcvtimeo = 20000
        reader.subscribe(b"forecast/couch1")
        reader.bind(f"ipc://{work}/forecasts")
        daemon = subprocess.Popen(
            [program, "serve", "--subscribe", f"ipc://{work}/frames", "--publish", f">ipc://{work}/forecasts",
             "--encoding", encoding, "--rate", "10", "--horizons", "0.1,0.5,1", "--coverage", "0.9,0.95", "--explain",
             "--lossless", "--http", "none", "--log-level", "error"],
            stdout=subprocess.DEVNULL,
        )
        try:
            tracker.wait(20)
            kept = {}
            for n in range(TICKS):
                breath = math.sin(2 * math.pi * n / 40)
                places = np.array([[12, -80, 5 * breath], [10, 60, 8 * breath]])
                if n > LAST_SEEN:
                    places[1] = math.nan
                tracker.send(places, stamp=1000 + n / 10)
                payload = reader.recv_multipart()[1]
                kept["tracking" if n <= LAST_SEEN else "occluded"] = payload
                if n == 5:
                    kept["warming"] = payload
            kept["lost"] = reader.recv_multipart()[1]
            reader.unsubscribe(b"forecast/couch1")
            reader.subscribe(b"stats/couch1")
            while (message := reader.recv_multipart())[0] != b"stats/couch1":
                pass
            kept["stats"] = message[1]
        finally:
            daemon.terminate()
            daemon.wait()
            reader.close(0)
    for name, payload in kept.items():
        (HERE / f"{name}.{encoding}").write_bytes(payload)


if __name__ == "__main__":
    HERE.mkdir(exist_ok=True)
    for encoding in ("protobuf", "json"):
        record(sys.argv[1], encoding)
