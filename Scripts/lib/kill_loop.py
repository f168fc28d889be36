"""Kills the daemon at random instants and looks at how it comes back; see Scripts/kill-loop."""

import argparse
import json
import math
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

import zmq

parser = argparse.ArgumentParser(prog="Scripts/kill-loop")
parser.add_argument("program", help=argparse.SUPPRESS)
parser.add_argument("--count", type=int, default=1000, metavar="N")
parser.add_argument("--rate", type=float, default=50, metavar="HZ")
parser.add_argument("--interval", type=float, default=0.4, metavar="SECONDS")
parser.add_argument("--model", default="mixture", metavar="NAME")
parser.add_argument("--seed", type=int, default=None, metavar="N")
args = parser.parse_args()
seed = args.seed if args.seed is not None else random.randrange(1 << 31)
chance = random.Random(seed)
print(f"{args.count} kills, {args.model}, {args.rate:g} Hz, a checkpoint each {args.interval:g} s, seed {seed}")

work = tempfile.mkdtemp(prefix="mc-")
frames, forecasts = f"ipc://{work}/frames", f"ipc://{work}/forecasts"
context = zmq.Context()
ending = threading.Event()


def send():
    """Breathes at the set rate until the end, whether the daemon is there or not."""
    socket = context.socket(zmq.PUB)
    socket.linger = 0
    socket.bind(frames)
    n, start = 0, time.monotonic()
    while not ending.is_set():
        t = n / args.rate
        breath = 5 * math.sin(1.5 * t) + math.sin(3.1 * t + 1)
        markers = {f"m{m}": [40 * m + breath, 2 * breath, -breath] for m in range(3)}
        frame = {"sequence": n, "t": t, "markers": markers}
        socket.send_multipart([b"markers/chest", json.dumps(frame).encode()])
        n += 1
        time.sleep(max(0, start + n / args.rate - time.monotonic()))
    socket.close()


sender = threading.Thread(target=send)
sender.start()
reader = context.socket(zmq.SUB)
reader.linger = 0
reader.subscribe(b"forecast/")
# The daemon connects to us, so that its first forecast finds us there.
reader.bind(forecasts)


def start():
    return subprocess.Popen(
        [args.program, "serve", "--subscribe", frames, "--publish", f">{forecasts}", "--encoding", "json",
         # A gap that is not bridged leaves the count of ticks where the checkpoint had it.
         "--model", args.model, "--bridge", "0s", "--rate", f"{args.rate:g}", "--checkpoint", f"{work}/state",
         "--checkpoint-interval", f"{args.interval}s"],
        stdout=subprocess.DEVNULL, stderr=open(f"{work}/log", "w"))


def forecast(within):
    """The next forecast, or nothing."""
    if not reader.poll(max(0, within * 1000)):
        return None
    return json.loads(reader.recv_multipart()[1])


def fail(sentence):
    failures.append(sentence)
    print(f"kill {number}: {sentence}")
    print(open(f"{work}/log").read()[-2000:])


def percentiles(values, unit, scale):
    values = sorted(values)
    at = lambda p: values[min(len(values) - 1, int(len(values) * p))] * scale
    return f"p50 {at(.5):.0f}, p99 {at(.99):.0f}, max {values[-1] * scale:.0f} {unit}"


failures, times, lost, during, number = [], [], [], 0, 0
daemon = start()
try:
    # The models are made and have learned before the first kill.
    while (message := forecast(30)) and message["state"] != "STATE_TRACKING":
        pass
    if not message:
        sys.exit(f"the daemon gave no forecast: {open(f'{work}/log').read()}")
    # A checkpoint of what was learned has to be there, or the first restart begins afresh.
    end = time.monotonic() + 2 * args.interval
    while time.monotonic() < end:
        message = forecast(5)
    last = message
    for number in range(1, args.count + 1):
        end = time.monotonic() + chance.uniform(0, 2 * args.interval)
        while time.monotonic() < end:
            last = forecast(end - time.monotonic()) or last
        during += any(name.endswith(".part") for name in os.listdir(f"{work}/state"))
        daemon.send_signal(signal.SIGKILL)
        daemon.wait()
        while reader.poll(0):
            last = json.loads(reader.recv_multipart()[1])
        begun = time.monotonic()
        daemon = start()
        first = forecast(5)
        if not first:
            fail("no forecast came within 5 s")
            break
        took = time.monotonic() - begun
        times.append(took)
        # Ticks that the new process has not learned from, as it goes on from its checkpoint's.
        missing = last["tick"] + 1 - first["tick"]
        lost.append(missing / args.rate)
        marks = set(first.get("conditions", []))
        if first["state"] not in ("STATE_TRACKING", "STATE_DEGRADED"):
            fail(f"it began afresh: the state is {first['state']}")
        elif "restored" not in marks or first["state"] != "STATE_DEGRADED":
            fail(f"the gap is not marked: {sorted(marks)}")
        if took > 1:
            fail(f"it took {took:.2f} s to the first forecast")
        if missing / args.rate > args.interval + 0.1:
            fail(f"its checkpoint was {missing / args.rate:.2f} s old")
        last = first
finally:
    ending.set()
    daemon.kill()
    daemon.wait()
    sender.join()
    shutil.rmtree(work, ignore_errors=True)

print(f"starts: {len(times)}, failed: {len(failures)}; killed while a checkpoint was written: {during}")
print(f"start to first forecast: {percentiles(times, 'ms', 1000)}")
print(f"lost of what was learned: {percentiles(lost, 'ms', 1000)}")
sys.exit(1 if failures else 0)
