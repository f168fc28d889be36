"""Times the daemon with and without a crowd of clients that are sent events; see Scripts/crowd."""

import argparse
import json
import os
import selectors
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

import zmq

from protobuf_field import field

parser = argparse.ArgumentParser(prog="Scripts/crowd")
parser.add_argument("program", help=argparse.SUPPRESS)
parser.add_argument("--seconds", type=float, default=60)
parser.add_argument("--turns", type=int, default=2)
parser.add_argument("--rate", type=float, default=10)
parser.add_argument("--clients", type=int, default=50)
parser.add_argument("--stalled", type=int, default=10)
args = parser.parse_args()

work = tempfile.mkdtemp(prefix="mc-")
recording = f"{work}/breathing.csv"
length = 15 + args.turns * 2 * args.seconds + 30
subprocess.run([args.program, "synth", "--rate", f"{args.rate:g}", "--duration", f"{length:.0f}s", "--markers", "3",
                "--seed", "1", "--out", recording], check=True, stdout=subprocess.DEVNULL)
daemon = subprocess.Popen(
    [args.program, "serve", "--subscribe", f"ipc://{work}/frames", "--publish", f"ipc://{work}/forecasts",
     "--rate", f"{args.rate:g}", "--http", "127.0.0.1:0"],
    stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
port = None
for line in daemon.stderr:
    if "live page at http://127.0.0.1:" in line:
        port = int(line.split("http://127.0.0.1:")[1].split(",")[0])
        break
if port is None:
    sys.exit("the daemon has not said where its live page is")
threading.Thread(target=lambda: [None for _ in daemon.stderr], daemon=True).start()
replay = subprocess.Popen([args.program, "replay", recording, "--publish", f"ipc://{work}/frames", "--stream", "s"],
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def latency(payload):
    """A forecast's time from receipt to encoding, in seconds."""
    return struct.unpack("<d", field(payload, 8))[0]


class Crowd:
    """Clients of the live events, on a thread of their own; the first of them read nothing."""

    def __init__(self):
        self.sockets, self.bytes, self.ends = [], 0, False
        for n in range(args.clients):
            client = socket.socket()
            if n < args.stalled:
                client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            client.connect(("127.0.0.1", port))
            client.sendall(b"GET /api/v1/live?stream=s HTTP/1.1\r\nHost: localhost\r\n\r\n")
            self.sockets.append(client)
        self.thread = threading.Thread(target=self.read)
        self.thread.start()

    def read(self):
        # As if they were on other machines, as far as one machine can be several.
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
        chosen = selectors.DefaultSelector()
        for client in self.sockets[args.stalled:]:
            client.setblocking(False)
            chosen.register(client, selectors.EVENT_READ)
        while not self.ends:
            for key, _ in chosen.select(0.1):
                self.bytes += len(key.fileobj.recv(65536))

    def end(self):
        self.ends = True
        self.thread.join()
        for client in self.sockets:
            client.close()


context = zmq.Context()
reader = context.socket(zmq.SUB)
reader.subscribe(b"forecast/s")
reader.connect(f"ipc://{work}/forecasts")


def listen(seconds):
    latencies, end = [], time.monotonic() + seconds
    while time.monotonic() < end:
        if reader.poll(100):
            latencies.append(latency(reader.recv_multipart()[1]))
    return latencies


def metric(name):
    text = urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10).read().decode()
    return sum(float(line.split()[-1]) for line in text.splitlines() if line.startswith(name))


listen(15)
alone, watched, read = [], [], 0
for _ in range(args.turns):
    alone += listen(args.seconds)
    crowd = Crowd()
    listen(1)
    watched += listen(args.seconds)
    read += crowd.bytes
    clients = metric("markercast_live_clients")
    crowd.end()
    listen(1)
dropped, missed = metric("markercast_live_updates_dropped_total"), metric("markercast_observer_missed_total")
misses = metric("markercast_budget_misses_total")
replay.kill()
daemon.terminate()
daemon.wait()


def row(name, values):
    values.sort()
    quantiles = [values[min(len(values) - 1, int(q * len(values)))] * 1e6 for q in (0.5, 0.9, 0.99, 0.999)]
    print(f"| {name} | {len(values)} | " + " | ".join(f"{q:.0f}" for q in quantiles) + f" | {values[-1] * 1e6:.0f} |")


print("| who looks | forecasts | p50, µs | p90, µs | p99, µs | p99.9, µs | max, µs |")
print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
row("nobody", alone)
row(f"{args.clients} clients, {args.stalled} of them not reading", watched)
print(f"\n{read / 1e6 / args.seconds / args.turns:.1f} MB/s were read, {dropped:.0f} events dropped for those who do not read, of whom "
      f"{args.clients - clients:.0f} were let go; {missed:.0f} messages passed the observer by, {misses:.0f} forecasts were late.")
if not alone or not watched:
    sys.exit("no forecasts came")
