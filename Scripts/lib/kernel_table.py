"""Times our learning steps, NumPy's and the machine's limits in turns, and prints one table.

Usage: kernel_table.py KERNELS PROBE PEERS [--quick]
"""
import statistics, subprocess, sys, time

kernels, probe, peers = sys.argv[1:4]
quick = "--quick" in sys.argv
rounds, slice_ms = (3, 40) if quick else (9, 150)

try:
    sys.path.insert(0, peers)
    import numpy_peers  # holds NumPy to one thread, and so comes before it
    import numpy
except ImportError as error:
    numpy_peers = None
    print(f"No NumPy peers ({error}).\n", file=sys.stderr)


class Program:
    """A program that answers each line with a number."""

    def __init__(self, path):
        self.process = subprocess.Popen([path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, *words):
        print(*words, file=self.process.stdin, flush=True)
        answer = self.process.stdout.readline()
        if not answer:
            sys.exit(f"{self.process.args[0]} gave no answer to '{' '.join(map(str, words))}': see what it says above.")
        return float(answer)


class Row:
    """One kernel: what is asked for, its peer's step, and what it must move and multiply at least."""

    def __init__(self, name, size, question, peer, scalar, elements, multiply_adds=0):
        """`elements` are the numbers that a step must read and write once."""
        self.name, self.size, self.question, self.peer, self.scalar = name, size, question, peer, scalar
        width = 4 if scalar == "float" else 8
        self.working_set = elements * width
        self.bytes = 2 * self.working_set
        self.multiply_adds = multiply_adds
        self.ours, self.theirs, self.limits = [], [], []

    def turn(self, clock):
        self.ours.append(ours.ask(*self.question, slice_ms) / 1000)
        if self.peer:
            self.theirs.append(median_step(self.peer, slice_ms / 1000) - clock)
        streamed = self.bytes / machine.ask("stream", self.working_set, slice_ms / 4) / 1000
        computed = self.multiply_adds / machine.ask("madd", self.scalar, slice_ms / 4) / 1000
        self.limits.append((max(streamed, computed), "arithmetic" if computed > streamed else "memory"))

    def cells(self):
        mine = statistics.median(self.ours)
        theirs = statistics.median(self.theirs) if self.theirs else None
        limit, bound = min(self.limits)  # what the machine could do at best
        return [
            self.name, self.size, self.scalar.capitalize(), text(mine), text(theirs) if theirs else "-",
            f"{theirs / mine:.1f}" if theirs else "-", text(limit), bound, f"{limit / mine:.0%}".replace("%", " %"),
        ]


def text(microseconds):
    return f"{microseconds:.{max(0, 2 - (microseconds >= 10) - (microseconds >= 100))}f}"


def median_step(step, seconds):
    """Microseconds of a step."""
    times, t, end = [], 0, time.perf_counter() + seconds
    while len(times) < 9 or time.perf_counter() < end:
        start = time.perf_counter_ns()
        step(t % 256)
        times.append(time.perf_counter_ns() - start)
        t += 1
    return statistics.median(times) / 1000


def peer(name, *sizes, scalar):
    if numpy_peers is None:
        return None
    step = getattr(numpy_peers, name)(*sizes, numpy.float32 if scalar == "float" else numpy.float64,
                                      numpy.random.default_rng(1))
    for t in range(16):
        step(t)
    return step


# Weights and what is carried with them, of q units on a window of k positions of 3 markers and a one.
rows = []
for name in ("uoro", "snap1"):
    for q, k in ((10, 10), (30, 10), (50, 50), (90, 90)):
        weights = q * (q + 9 * k + 1)
        rows.append(Row(name, f"q {q}, k {k}", (name, q, k), name == "uoro" and peer(name, q, k, 9, scalar="float"), "float",
                        2 * weights))
for q, k in ((10, 10), (40, 40), (55, 55)):
    influence = q * q * (q + 9 * k + 1)
    rows.append(Row("rtrl", f"q {q}, k {k}", ("rtrl", q, k), peer("rtrl", q, k, 9, scalar="float"), "float", influence,
                    multiply_adds=q * influence))
for model, window, features in (("rls", 9, 82), ("features", "-", 214)):
    # Of the covariance, which is symmetric, one triangle.
    rows.append(Row(model, f"{features} features, 20 horizons", (model, "-", window), peer("rls", features, 20, scalar="double"),
                    "double", features * (features + 1) // 2 + 20 * 9 * features))

ours, machine = Program(kernels), Program(probe)
for count in range(rounds):
    clock = median_step(lambda t: None, 0.02)
    for row in rows:
        if sys.stderr.isatty():
            print(f"\r\033[Kround {count + 1} of {rounds}: {row.name} {row.size}", end="", file=sys.stderr)
        row.turn(clock)
if sys.stderr.isatty():
    print("\r\033[K", end="", file=sys.stderr)

titles = ["step", "size", "precision", "ours, µs", "NumPy, µs", "NumPy / ours", "limit, µs", "limit of", "limit / ours"]
if numpy_peers is None:
    titles[4] += f" ({peers} or NumPy is missing)"
print("| " + " | ".join(titles) + " |")
print("|" + " --- |" * 3 + " ---: |" * 4 + " --- | ---: |")
for row in rows:
    print("| " + " | ".join(row.cells()) + " |")
print(f"\nMedians of {rounds} rounds of slices of {slice_ms} ms.\n")
