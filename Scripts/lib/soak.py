"""Runs the daemon through days of faulty streams; see Scripts/soak."""

import argparse
import json
import math
import os
import random
import signal
import struct
import subprocess
import sys
import tempfile
import time

import zmq

from protobuf_field import field, fields

parser = argparse.ArgumentParser(prog="Scripts/soak")
parser.add_argument("program", help=argparse.SUPPRESS)
parser.add_argument("--hours", type=float, default=1)
parser.add_argument("--equal", type=float, default=168, metavar="HOURS")
parser.add_argument("--model", default="mixture", metavar="NAME")
parser.add_argument("--seed", type=int, default=1, metavar="N")
parser.add_argument("--out", default=None, metavar="FOLDER")
parser.add_argument("flags", nargs="*", help=argparse.SUPPRESS)
args = parser.parse_args()
if args.model == "persistence":
    parser.error("persistence is what the model's error is compared with: name another --model")
chance = random.Random(args.seed)
rate, samples = 10, 200
total = int(args.equal * 3600 * rate)
# In an hour without a fault all that grows with a session has become as large as it gets: whatever comes after that is a leak. Else
# it would be the longest session of many that tells how much memory there is, and that may come late.
calm = 3600 * rate if args.equal >= 24 else 0
work = tempfile.mkdtemp(prefix="mc-")
out = args.out or work
os.makedirs(out, exist_ok=True)
frames, forecasts = f"ipc://{work}/frames", f"ipc://{work}/forecasts"
print(f"{args.equal:g} hours of 10 Hz in {args.hours:g}, {args.model}, seed {args.seed}; figures go to {out}")

context = zmq.Context()


def tracker():
    socket = context.socket(zmq.XPUB)
    socket.setsockopt(zmq.XPUB_NODROP, 1)
    socket.setsockopt(zmq.SNDTIMEO, 10000)
    socket.linger = 0
    for attempt in range(100):
        try:
            socket.bind(frames)
            return socket
        except zmq.ZMQError:
            time.sleep(0.02)
    sys.exit(f"the socket {frames} can't be bound again")


def position(t, marker):
    """Breathing whose period, depth and middle change over minutes."""
    phase = 2 * math.pi * t / 4.2 + 1.3 * math.sin(t / 61) + 0.2 * marker
    depth = 6 + 1.5 * math.sin(t / 97)
    breath = depth * math.sin(phase) + 0.25 * depth * math.sin(2 * phase)
    noise = lambda: chance.gauss(0, 0.05)
    drift = 2 * math.sin(t / 1700)
    return [60 * marker + 0.3 * breath + noise(), 100 + breath + drift + noise(), -20 + 0.6 * breath + noise()]


class Faults:
    """What is wrong with the stream now. A fault begins about every twenty seconds of the stream, and lasts for some frames."""

    kinds = ["none", "drop", "long drop", "swap", "repeat", "damage", "flood", "vanish", "restart", "markers", "metres",
             "freeze", "clock back", "clock forward", "leap second", "strangers", "occlusion", "jump", "not a number"]

    def __init__(self):
        self.kind, self.left, self.offset, self.restarted = "none", 0, 0.0, 0
        self.counts = dict.fromkeys(self.kinds, 0)

    def step(self, n):
        if n < calm:
            return False
        if self.left > 0:
            self.left -= 1
        elif chance.random() < 0.005:
            self.kind = chance.choice(self.kinds)
            self.left = {"drop": 3, "long drop": 40, "metres": 20, "freeze": 30, "vanish": 20, "occlusion": 12}.get(self.kind, 0)
            self.counts[self.kind] += 1
            return True
        else:
            self.kind = "none"
        return False


def payload(n, t, faults, markers):
    places = {f"m{m}": position(t, m) for m in range(3)}
    if faults.kind == "metres":
        places = {name: [c / 1000 for c in place] for name, place in places.items()}
    if faults.kind == "freeze":
        places = markers
    if faults.kind == "occlusion":
        places["m1"] = None
    if faults.kind == "jump":
        places["m2"] = [c + 300 for c in places["m2"]]
    if faults.kind == "markers":
        places["new"] = [0, 0, 0]
    body = {"sequence": n - faults.restarted, "t": t + faults.offset, "markers": places}
    if faults.kind == "not a number":
        return json.dumps(body).replace("[", "[NaN, ", 1).encode(), places
    return json.dumps(body).encode(), places


def schema(message, name):
    """The number of a message's field, by the schema beside the sources."""
    inside = False
    for line in open("Sources/Wire/markercast.proto"):
        words = line.split()
        if line.startswith("message "):
            inside = words[1] == message
        if inside and name in words[:4] and "=" in words:
            return int(words[words.index("=") + 1].rstrip(";"))
    sys.exit(f"the schema has no field {name} of {message}")


sequence_field, latency_field = schema("Forecast", "sequence"), schema("Forecast", "latency_s")
accuracy_field, model_field = schema("Stats", "accuracy"), schema("ModelAccuracy", "model")
horizons_field, horizon_field = schema("ModelAccuracy", "horizons"), schema("HorizonAccuracy", "horizon_s")
recent_field = schema("HorizonAccuracy", "recent_rmse_mm")
told_horizon = 1


def recent_errors(statistics):
    """Of each model, the error over about the last minute of the stream at a horizon of a second, in mm."""
    double = lambda bytes: struct.unpack("<d", bytes)[0]
    return {
        field(model, model_field).decode(): double(recent)
        for model in fields(statistics, accuracy_field)
        for horizon in fields(model, horizons_field)
        if (length := field(horizon, horizon_field)) and abs(double(length) - told_horizon) < 0.001
        and (recent := field(horizon, recent_field))
    }


def resident(pid):
    return next(int(line.split()[1]) for line in open(f"/proc/{pid}/status") if line.startswith("VmRSS")) / 1024


socket = tracker()
reader = context.socket(zmq.SUB)
reader.linger = 0
reader.setsockopt(zmq.RCVHWM, 0)
reader.subscribe(b"forecast/soak")
reader.subscribe(b"stats/soak")
reader.connect(forecasts)
daemon = subprocess.Popen(
    [args.program, "serve", "--subscribe", frames, "--publish", forecasts, "--model", args.model, "--max-streams", "8",
     "--checkpoint", f"{work}/state", "--checkpoint-interval", "5s", "--summary", f"{out}/summary.json",
     "--log-level", "error"] + args.flags,
    stdout=open(f"{out}/out.txt", "w"), stderr=open(f"{out}/log.txt", "w"))

# The daemon hears us once a forecast comes.
for n in range(1000):
    socket.send_multipart([b"markers/soak", json.dumps({"t": n / 10 - 200, "markers": {"m0": [0, 0, 0]}}).encode()])
    if reader.poll(20):
        break
else:
    sys.exit(f"the daemon gave no forecast: {open(f'{out}/log.txt').read()}")

faults, held, last_places = Faults(), None, {}
answered, latencies, errors, rows, problems = 0, [], {args.model: [], "persistence": []}, [], []
began, next_sample = time.monotonic(), 0
pace = args.hours * 3600 / total
median = lambda values: sorted(values)[len(values) // 2]


def take(wait):
    """Takes the forecasts and the statistics that have come."""
    global answered
    while reader.poll(wait):
        topic, message = reader.recv_multipart()
        wait = 0
        if topic.startswith(b"stats/"):
            told = recent_errors(message)
            for model in errors:
                if model in told:
                    errors[model].append(told[model])
            continue
        number = field(message, sequence_field)
        if isinstance(number, int):
            answered = max(answered, number + faults.restarted)
        if chance.random() < 0.1 and (latency := field(message, latency_field)):
            latencies.append(struct.unpack("<d", latency)[0])


def deliver(topic, body):
    socket.send_multipart([topic, body])


try:
    for n in range(total):
        t = n / rate
        if faults.step(n):
            kind = faults.kind
            if kind == "restart":
                faults.restarted = n
            elif kind == "clock back":
                faults.offset -= chance.choice([2, 3600, 5 * 3600])
            elif kind == "clock forward":
                faults.offset += chance.choice([2, 3600, 5 * 3600])
            elif kind == "leap second":
                faults.offset -= 1
            elif kind == "vanish":
                socket.close()
                socket = tracker()
            elif kind == "strangers":
                for k in range(300):
                    deliver(f"markers/stranger-{n}-{k}".encode(), b"{}")
            elif kind == "flood":
                for k in range(200):
                    deliver(b"markers/soak", body)
        body, places = payload(n, t, faults, last_places)
        last_places = places if faults.kind == "none" else last_places or places
        if faults.kind in ("drop", "long drop", "vanish"):
            continue
        if faults.kind == "swap":
            held = body
            continue
        if faults.kind == "damage":
            broken = bytearray(body)
            for _ in range(5):
                broken[chance.randrange(len(broken))] = chance.randrange(256)
            deliver(b"markers/soak", bytes(broken))
            continue
        deliver(b"markers/soak", body)
        if held:
            deliver(b"markers/soak", held)
            held = None
        if faults.kind == "repeat":
            deliver(b"markers/soak", body)
        # Four frames are on their way at most; of some there is no forecast.
        take(0)
        give_up = time.monotonic() + 0.05
        while n - answered > 4 and time.monotonic() < give_up:
            take(2)
        behind = began + (n + 1) * pace - time.monotonic()
        if behind > 0:
            time.sleep(behind)
        if n >= next_sample:
            next_sample += total / samples
            if daemon.poll() is not None:
                problems.append(f"the daemon ended with status {daemon.returncode} after {t / 3600:.2f} h")
                break
            kept = sorted(latencies) or [math.nan]
            at = lambda p: kept[min(len(kept) - 1, int(len(kept) * p))] * 1e6
            # A marker that jumps by 300 mm is in its minute's error whole; the median of some minutes is of breathing.
            rows.append((t / 3600, resident(daemon.pid), len(os.listdir(f"/proc/{daemon.pid}/fd")), at(.5), at(.99),
                         *(median(told) if told else math.nan for told in errors.values())))
            for values in (latencies, *errors.values()):
                values.clear()
    spent = time.monotonic() - began
finally:
    if daemon.poll() is None:
        daemon.send_signal(signal.SIGINT)
    status = daemon.wait()
if status != 0:
    problems.append(f"the daemon ended with status {status}")
summary = json.load(open(f"{out}/summary.json")) if os.path.exists(f"{out}/summary.json") else {}
stream = summary.get("streams", {}).get("soak", {})

settled = rows[max(1, len(rows) // 10):]
third = max(1, len(settled) // 3)
early, late = settled[:third], settled[-third:]
# Sessions begin and end on the way, so that the memory goes up and down: what must not grow is what it comes back to.
base = lambda part: sorted(row[1] for row in part)[len(part) // 4]
growth = base(late) / base(early) - 1
print(f"memory, lower quartile of the first and of the last third: {base(early):.0f} and {base(late):.0f} MB")
# In a short run the memory is still on its way to what the beginnings and ends of sessions need.
if growth > (0.05 if args.equal >= 24 else 0.2):
    problems.append(f"memory grew by {growth:.1%}")
if median([row[2] for row in late]) > median([row[2] for row in early]):
    problems.append(f"descriptors grew from {early[0][2]} to {late[-1][2]}")
for column, name in ((3, "p50"), (4, "p99")):
    a, b = median([row[column] for row in early]), median([row[column] for row in late])
    if b > 1.25 * a + 50:
        problems.append(f"latency's {name} grew from {a:.0f} to {b:.0f} us")
# Breathing is harder to forecast at some times than at others: what must not grow is the share of persistence's error.
told = [[row for row in part if not math.isnan(row[5] * row[6])] for part in (early, late)]
if all(told):
    shares = [median([row[5] / row[6] for row in part]) for part in told]
    for part, name, share in zip(told, ("first", "last"), shares):
        print(f"error at {told_horizon} s, median of the {name} third: {median([row[5] for row in part]):.2f} mm, "
              f"persistence's {median([row[6] for row in part]):.2f}, share {share:.3f}, {len(part)} samples")
    # A minute's error stands on the few breaths of one session, and statistics come once a second: a short run tells of no course.
    if spent >= 1800 and shares[1] > 1.1 * shares[0]:
        problems.append(f"the error at {told_horizon} s grew from {shares[0]:.3f} to {shares[1]:.3f} of persistence's")
else:
    problems.append("the statistics told of no error")

for column, name in ((2, "descriptors"), (3, "latency p50, us"), (4, "latency p99, us")):
    values = sorted(row[column] for row in settled if not math.isnan(row[column]))
    print(f"{name}: {values[0]:.0f} to {values[-1]:.0f} in {len(values)} samples, median {median(values):.0f}")
print(f"{total} frames in {spent / 60:.1f} min ({total / spent:.0f} a second); faults: " +
      ", ".join(f"{count} {kind}" for kind, count in faults.counts.items() if kind != "none"))
print()
print(f"| hours | memory, MB | descriptors | latency p50, us | p99, us | error at {told_horizon} s, mm | persistence's, mm |")
print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
for row in rows[:: max(1, len(rows) // 12)] + [rows[-1]]:
    print(f"| {row[0]:.1f} | {row[1]:.0f} | {row[2]} | {row[3]:.0f} | {row[4]:.0f} | {row[5]:.2f} | {row[6]:.2f} |")
print()
print("counted:", json.dumps(stream.get("events", {})), "rejected", stream.get("rejected"), "refused", summary.get("refused"))
for horizon in stream.get("accuracy", {}).get(args.model, []):
    if round(horizon["horizon_s"], 2) in (0.1, 0.5, 1, 2):
        naive = next(h for h in stream["accuracy"]["persistence"] if h["horizon_s"] == horizon["horizon_s"])
        print(f"error at {horizon['horizon_s']:g} s in the last session: {horizon['rmse_mm']:.3f} mm, persistence "
              f"{naive['rmse_mm']:.3f} mm, {horizon['count']} truths")
        if horizon["count"] > 1000 and horizon["rmse_mm"] > naive["rmse_mm"]:
            problems.append(f"at {horizon['horizon_s']:g} s the error is above persistence's")

import matplotlib
matplotlib.use("svg")
import matplotlib.pyplot as plot

figure, axes = plot.subplots(4, 1, sharex=True, figsize=(8, 9))
hours = [row[0] for row in rows]
axes[0].plot(hours, [row[1] for row in rows])
axes[0].set_ylabel("memory, MB")
axes[0].set_ylim(0)
axes[1].plot(hours, [row[2] for row in rows], drawstyle="steps-post")
axes[1].set_ylabel("descriptors")
axes[1].set_ylim(0)
axes[2].plot(hours, [row[3] for row in rows], label="p50")
axes[2].plot(hours, [row[4] for row in rows], label="p99")
axes[2].set_ylabel("latency, us")
axes[2].set_yscale("log")
axes[2].legend()
axes[3].plot(hours, [row[5] for row in rows], label=args.model)
axes[3].plot(hours, [row[6] for row in rows], label="persistence")
axes[3].set_ylabel(f"error at {told_horizon} s, mm")
axes[3].set_yscale("log")
axes[3].legend()
axes[3].set_xlabel("hours of the stream")
figure.tight_layout()
figure.savefig(f"{out}/soak.svg")

for problem in problems:
    print("FAILED:", problem)
print("passed" if not problems else f"{len(problems)} problems")
sys.exit(1 if problems else 0)
