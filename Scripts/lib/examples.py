"""Feeds a daemon by the examples and reads it by the package; see Scripts/system/examples."""

import asyncio
import contextlib
import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import time

import numpy as np
import zmq
from markercast import AsyncSubscriber, Forecast, Guard, Keys, State, Stats, Subscriber

program = sys.argv[1]
work = pathlib.Path(sys.argv[2])
PATIENCE = 60

# LSL looks on this machine alone, for streams of this run.
(work / "lsl.cfg").write_text(
    "[multicast]\nResolveScope = machine\n[log]\nlevel = -3\n"
    f"[lab]\nKnownPeers = {{127.0.0.1}}\nSessionID = {work.name}\n")
environment = {**os.environ, "LSLAPICFG": str(work / "lsl.cfg")}


def fail(text):
    sys.exit(f"FAILED: {text}")


@contextlib.contextmanager
def running(*command, ends_by=signal.SIGINT, ends_with=(0,)):
    """A program, ended at the end by a signal."""
    process = subprocess.Popen(list(map(str, command)), env=environment, stdout=subprocess.DEVNULL)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(ends_by)
        status = process.wait()
    if status not in ends_with:
        fail(f"{command[1] if command[0] == sys.executable else command[0]} ended with {status}")


def run(*arguments):
    """A command of markercast, to its end."""
    subprocess.run([program, *map(str, arguments)], check=True, stdout=subprocess.DEVNULL)


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def has_lsl():
    """Whether pylsl finds its library."""
    trial = subprocess.run([sys.executable, "-c", "import pylsl"], capture_output=True, text=True, env=environment)
    if trial.returncode != 0:
        print(f"skipped: LSL, as pylsl finds no liblsl here: {trial.stderr.strip().splitlines()[-1]}")
    return trial.returncode == 0


def until(what, subscriber, holds):
    """The first message of which this holds."""
    end = time.monotonic() + PATIENCE
    while (left := end - time.monotonic()) > 0:
        message = subscriber.receive(timeout=left)
        if message is not None and holds(message):
            return message
    fail(f"no {what} came within {PATIENCE} s")


def check(forecast, markers, near, within):
    """That a forecast has places for these markers, each near a place."""
    if forecast.markers != tuple(markers) or forecast.positions.shape != (20, len(markers), 3):
        fail(f"the forecast of {forecast.stream} is of {forecast.markers}, {forecast.positions.shape}")
    away = np.linalg.norm(forecast.positions - near, axis=2)
    if not (away < within).all():
        fail(f"the forecast of {forecast.stream} is {away.max()} mm away from where the markers are")


def breathing():
    """Five minutes of two markers, in the columns of track.py."""
    t = np.arange(3000) / 10
    breath = np.sin(2 * np.pi * t / 4)
    columns = [t, 12 + 0 * t, -80 + breath, 5 * breath, 10 + 0 * t, 60 + 0 * t, 8 * breath]
    (work / "breathing.csv").write_text(
        "t,chest_x,chest_y,chest_z,belly_x,belly_y,belly_z\n"
        + "".join(",".join(f"{value:.4f}" for value in row) + "\n" for row in zip(*columns)))
    return work / "breathing.csv"


async def read_async(endpoint, keys):
    """Forecasts and statistics at once."""
    async with AsyncSubscriber(Forecast, endpoint, streams=["demo"], keys=keys) as forecasts:
        async with AsyncSubscriber(Stats, endpoint, keys=keys) as statistics:
            return await asyncio.gather(forecasts.receive(PATIENCE), statistics.receive(PATIENCE))


def trial(encoding, with_lsl, keys):
    """A daemon, fed and read."""
    frames, lsl_frames, forecasts = (f"tcp://127.0.0.1:{free_port()}" for _ in range(3))
    serve = [program, "serve", "--subscribe", f"{frames},{lsl_frames}", "--publish", forecasts, "--encoding", encoding,
             "--http", "none", "--log-level", "error"]
    if keys:
        serve += ["--key", work / "keys/daemon.secret", "--clients", work / "clients"]
    with contextlib.ExitStack() as stack:
        stack.enter_context(running(*serve))
        reader = stack.enter_context(Subscriber(Forecast, forecasts, streams=["demo", "lsl"], keys=keys))
        stack.enter_context(running(sys.executable, "Examples/track.py", breathing(), "--stream", "demo", "--publish",
                                    frames, "--encoding", encoding, "--speed", "15", "--wait"))
        forecast = until("forecast of demo", reader, lambda f: f.stream == "demo" and f.state is State.TRACKING
                         and np.isfinite(f.radii).all())
        check(forecast, ["belly", "chest"], [[10, 60, 0], [12, -80, 0]], 20)
        guard = Guard(lead=0.3, max_age=1, max_radius=20)
        problems = guard.problems(forecast)
        if problems:
            fail(f"the guard finds fault with a good forecast: {problems}")
        if with_lsl:
            bridge = ["Examples/lsl_bridge.py", "--name", "breathing", "--stream", "lsl", "--publish", lsl_frames]
            stack.enter_context(running(sys.executable, *bridge))
            # The stream goes and comes back, and the bridge with it.
            for _ in range(2):
                kill = {"ends_by": signal.SIGKILL, "ends_with": (-signal.SIGKILL,)}
                with running(sys.executable, "Examples/lsl_send.py", **kill):
                    came = until("forecast of lsl", reader, lambda f: f.stream == "lsl" and f.state is not State.LOST)
                    check(came, ["chest"], [[12, -80, 0]], 20)
                until("lost state of lsl", reader, lambda f: f.stream == "lsl" and f.state is State.LOST)
        read, statistics = asyncio.run(read_async(forecasts, keys))
        if read is None or read.stream != "demo" or statistics is None or statistics.frames == 0:
            fail("asyncio read no forecast or no statistics")
        if reader.refused:
            fail(f"{reader.refused} messages could not be read")
    print(f"{encoding}{', with keys' if keys else ''}: tracker{', LSL twice' if with_lsl else ''}, guard, asyncio")


def flattened(name, value):
    """The series that PlotJuggler makes of JSON: their names."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    if items is None:
        return {name}
    step = "{}/{}" if isinstance(value, dict) else "{}[{}]"
    return set().union(*(flattened(step.format(name, key), item) for key, item in items))


def trial_series():
    """What docs/plotjuggler.md starts, and every series that it names."""
    page = pathlib.Path("docs/plotjuggler.md").read_text()
    wanted = set(re.findall(r"`((?:markers|forecast|stats)/demo/[^`]+)`", page))
    frames, forecasts, both = (f"tcp://127.0.0.1:{free_port()}" for _ in range(3))
    run("synth", "--duration", "5m", "--out", work / "synth.csv")
    lines = (work / "synth.csv").read_text().splitlines(keepends=True)
    del lines[400::400]  # gaps, which are conditions
    (work / "synth.csv").write_text("".join(lines))
    with contextlib.ExitStack() as stack:
        socket = stack.enter_context(zmq.Context.instance().socket(zmq.SUB))
        socket.linger = 0
        socket.subscribe(b"")
        socket.connect(both)
        stack.enter_context(running(program, "proxy", "--frontend", f">{frames},>{forecasts}", "--backend", both))
        stack.enter_context(running(program, "serve", "--subscribe", frames, "--publish", forecasts, "--http", "none",
                                    "--encoding", "json", "--horizons", "0.1,0.5,1", "--log-level", "error"))
        stack.enter_context(running(program, "replay", work / "synth.csv", "--stream", "demo", "--encoding", "json",
                                    "--publish", frames, "--speed", "10", ends_with=(0, -signal.SIGINT)))
        missing, end = set(wanted), time.monotonic() + PATIENCE
        while missing and (left := end - time.monotonic()) > 0 and socket.poll(1000 * left):
            topic, payload = socket.recv_multipart()
            missing -= flattened(topic.decode(), json.loads(payload))
    if missing:
        fail(f"docs/plotjuggler.md names series that do not come: {', '.join(sorted(missing))}")
    print(f"{len(wanted)} series that docs/plotjuggler.md names")


lsl = has_lsl()
trial("protobuf", lsl, None)
for name in ("daemon", "beam"):
    run("keys", "generate", name, "--out", work / "keys")
(work / "clients").mkdir()
(work / "keys/beam.public").rename(work / "clients/beam.public")
trial("json", False, Keys.read(work / "keys/beam.secret", work / "keys/daemon.public"))
trial_series()
print("passed")
