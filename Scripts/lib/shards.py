"""Drives Scripts/system/shards from within its namespaces: trackers, a reader, a daemon that is killed; checks and tells."""
import argparse, json, math, os, re, signal, statistics, subprocess, sys, time, zmq

parser = argparse.ArgumentParser()
for name in ("program", "work", "names"): parser.add_argument(name)
parser.add_argument("--streams", type=int, default=600)
parser.add_argument("--rate", type=float, default=5)
parser.add_argument("--seconds", type=float, default=25)
parser.add_argument("--model", default="rls")
own = sys.argv[1:]
cut = own.index("--") if "--" in own else len(own)
args = parser.parse_args(own[:cut])
flags = own[cut + 1:]
SHARDS, KILLED, AWAY, PROXY = 3, 2, 2.0, "10.77.0.2"
streams = [f"bed-{n:04}" for n in range(args.streams)]


def shard(name):
    """The rule of docs/sites.md, written a second time."""
    key = 0xCBF29CE484222325
    for byte in name.encode(): key = (key ^ byte) * 0x100000001B3 % 2**64
    bucket, after = 0, 0
    while after < SHARDS:
        bucket, key = after, (key * 2862933555777941757 + 1) % 2**64
        after = int((bucket + 1) * (2.0**31 / ((key >> 33) + 1)))
    return bucket + 1


def start(place, *arguments):
    log = open(f"{args.work}/{place}.log", "a")
    return subprocess.Popen(["ip", "netns", "exec", f"{args.names}-{place}", args.program, *arguments],
                            stdout=subprocess.DEVNULL, stderr=log)


def serve(number):
    return start(number, "serve", "--shard", f"{number}/{SHARDS}", "--subscribe", f"tcp://{PROXY}:5556", "--publish",
                 f">tcp://{PROXY}:9871", "--encoding", "json", "--lossless", "--model", args.model, "--rate", f"{args.rate:g}",
                 "--horizons", "0.5,1,2", "--max-streams", f"{len(streams)}", "--bridge", "30s", "--log-level", "warning",
                 "--summary", f"{args.work}/{number}.json", *flags)


def end(process):
    """Ends it as systemd does; its CPU time in seconds."""
    process.send_signal(signal.SIGTERM)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    check(process.returncode == 0, f"a process ended with {process.returncode}: {' '.join(process.args[4:8])}")
    return usage.ru_utime + usage.ru_stime


def check(holds, sentence):
    if holds: return
    for name in sorted(os.listdir(args.work)):
        if name.endswith(".log"): sys.stderr.write(open(f"{args.work}/{name}").read()[-2000:])
    sys.exit(f"Scripts/system/shards: {sentence}")


public = "--insecure-public-bind"
proxies = [start("proxy", "proxy", "--frontend", f"tcp://{PROXY}:{front}", "--backend", f"tcp://{PROXY}:{back}", public)
           for front, back in ((5555, 5556), (9871, 9872))]
daemons = {number: serve(number) for number in range(1, SHARDS + 1)}
began = {number: time.monotonic() for number in daemons}

context = zmq.Context()
trackers = [context.socket(zmq.PUB) for _ in range(10)]
for tracker in trackers:
    tracker.set_hwm(100_000)
    tracker.connect(f"tcp://{PROXY}:5555")
reader = context.socket(zmq.SUB)
reader.set_hwm(0)
reader.connect(f"tcp://{PROXY}:9872")
reader.subscribe(b"forecast/")

seen = {stream: [] for stream in streams}    # (sequence, when it came) of each forecast
shards = {stream: shard(stream) for stream in streams}
sent, owed, origin = 0, 0, time.monotonic() + 0.5    # owed: forecasts of the shards that live
sequence_of = re.compile(rb'"sequence":"?(\d+)')


def receive(milliseconds):
    global owed
    if not reader.poll(milliseconds): return False
    while True:
        try: topic, payload = reader.recv_multipart(zmq.NOBLOCK)
        except zmq.Again: return True
        if b"STATE_LOST" in payload: continue
        stream = topic[9:].decode()
        seen[stream].append((int(sequence_of.search(payload)[1]), time.monotonic()))
        owed -= shards[stream] != KILLED


def go_on(until):
    """Sends frames when they are due, evenly over the tick, and receives, until `until()` holds.

    Where the machine can't keep the pace, because the sender is half a second late or forecasts two ticks, time stands
    still."""
    global sent, owed, origin
    while not until():
        tick, stream = divmod(sent, len(streams))
        t = (tick + stream / len(streams)) / args.rate
        now = time.monotonic()
        wait = origin + t - now
        if owed > 2 * len(streams):
            receive(10)
            origin += time.monotonic() - now
            continue
        if wait > 0.001:
            receive(min(10, int(1000 * wait)))
            continue
        if wait < -0.5: origin -= wait
        breath = 5 * math.sin(2 * math.pi * (t + 0.01 * stream) / 4)
        trackers[stream % len(trackers)].send_multipart([
            f"markers/{streams[stream]}".encode(),
            b'{"t":%.4f,"sequence":%d,"markers":{"chest":[12,-80,%.3f],"belly":[0,-60,%.3f],"side":[90,10,%.3f]}}'
            % (t, tick, breath, 1.4 * breath, 0.6 * breath)])
        sent += 1
        owed += shards[streams[stream]] != KILLED


begun = time.monotonic()
limit = begun + 60
while not all(seen.values()) and time.monotonic() < limit:
    owed, mark = 0, time.monotonic() + 1     # what was sent before the daemons were there is owed by nobody
    go_on(lambda: time.monotonic() > mark)
owed = 0
check(all(seen.values()), f"{sum(not s for s in seen.values())} streams were not forecast within a minute")

third = time.monotonic() + args.seconds / 3
go_on(lambda: time.monotonic() > third)
daemons[KILLED].kill()
daemons[KILLED].wait()
killed = time.monotonic()
go_on(lambda: time.monotonic() > killed + AWAY)
daemons[KILLED] = serve(KILLED)
began[KILLED] = time.monotonic()
last = time.monotonic() + 2 * args.seconds / 3
go_on(lambda: time.monotonic() > last)
go_on(lambda: sent % len(streams) == 0)
ticks, span = sent // len(streams), time.monotonic() - begun
while receive(3000): pass                    # what is on its way

cpu, lives = {}, {}
for number, daemon in daemons.items():
    lives[number] = time.monotonic() - began[number]
    cpu[number] = end(daemon)
proxy_cpu = [end(proxy) for proxy in proxies]
while receive(500): pass

rows, owners = [], {}
for number in daemons:
    own = [stream for stream in streams if shards[stream] == number]
    summary = json.load(open(f"{args.work}/{number}.json"))
    check(sorted(summary["streams"]) == own, f"shard {number} served other streams than are its own")
    check(not summary["refused"] and summary["rejected"] == 0, f"shard {number} refused messages: {summary['refused']}")
    forecasts = missing = 0
    gaps = []
    for stream in own:
        sequences = [sequence for sequence, _ in seen[stream]]
        check(len(set(sequences)) == len(sequences), f"{stream} was forecast twice from one frame")
        check(sequences == sorted(sequences), f"{stream} was forecast out of order")
        check(sequences[-1] == ticks - 1, f"{stream} ended before its frames did")
        holes = [(b[0] - a[0] - 1, a, b) for a, b in zip(seen[stream], seen[stream][1:]) if b[0] - a[0] > 1]
        if number == KILLED:
            check(len(holes) == 1, f"{stream} of the killed shard has {len(holes)} gaps in its sequence numbers, and not one")
            _, before, after = holes[0]
            check(before[1] < began[KILLED] and after[1] > killed + AWAY, f"the gap of {stream} is not that of its daemon")
            gaps.append(after[1] - before[1])
        else:
            check(not holes, f"{stream} of shard {number} misses {sum(h[0] for h in holes)} forecasts, and its daemon lived")
        forecasts += len(sequences)
        missing += sum(hole[0] for hole in holes)
    gap = f"{statistics.median(gaps):.2f} | {max(gaps):.2f}" if gaps else "0 | 0"
    p = summary["latency_seconds"]
    rows.append(f"| {number}/{SHARDS} | {len(own)} | {forecasts} | {missing} | {gap} | {summary['elsewhere']} "
                f"| {1e3 * p['p50']:.2f} | {1e3 * p['p99']:.2f} | {100 * cpu[number] / lives[number]:.0f} |")

print(f"{len(streams)} streams of 3 markers at {args.rate:g} Hz ({ticks / span:.1f} Hz could be kept), {args.model}; shard "
      f"{KILLED}/{SHARDS} was killed and started again after {AWAY:g} s. Proxies: "
      f"{' and '.join(f'{100 * c / span:.0f} %' for c in proxy_cpu)} of a core.\n")
print("| shard | streams | forecasts | missing | gap, s: median | longest | passed over | latency, ms: p50 | p99 | % of a core |")
print("| --- " * 10 + "|")
print("\n".join(rows))
print("\nEvery stream was served by one daemon; no stream of the others missed a forecast.\n")
