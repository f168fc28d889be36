"""Prints what the Benchmarks package measured of every part of a tick.

Usage: phase_tables.py RESULTS.jmh.json
"""
import json, re, sys

times = {}
for entry in json.load(open(sys.argv[1])):
    name = entry["benchmark"].removeprefix("package.benchmark.Ticks.").replace("_", " ")
    wall = next(metric for key, metric in entry["secondaryMetrics"].items() if key.startswith("Time (wall"))
    times[tuple(name.split(","))] = [wall["scorePercentiles"][at] for at in ("50.0", "99.0")]
nothing = times.pop(("nothing",))[0]


def text(microseconds):
    own = max(0, microseconds - nothing)
    return f"{own:.{max(0, 2 - (own >= 10) - (own >= 100))}f}"


def natural(key):
    """Sorts `default` first, and numbers as numbers."""
    return key != "default", [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", key)]


def table(kind, titles, columns):
    rows = {}
    for (own, *keys, column), pair in times.items():
        if own == kind:
            rows.setdefault(tuple(keys), {})[column] = [text(value) for value in pair]
    print("| " + " | ".join(titles + [f"{column} {at}, µs" for column in columns for at in ("p50", "p99")]) + " |")
    print("|" + " --- |" * len(titles) + " ---: |" * (2 * len(columns)))
    for keys, cells in sorted(rows.items(), key=lambda row: [natural(key) for key in row[0]]):
        words = [key.split(" ")[0] for key in keys if key]
        print("| " + " | ".join(words + [cell for column in columns for cell in cells.get(column, ["-", "-"])]) + " |")
    print()


print("Forecasters, 3 markers, 20 horizons:\n")
table("forecaster", ["model", "size"], ["observe", "forecast", "learn"])
print("A whole tick of a session with the default model:\n")
table("session", ["markers", "horizons"], ["forecast", "learn"])
print("Messages, 3 markers, 20 horizons:\n")
table("wire", ["message", "form"], ["encode", "decode"])
print("The tick grid:\n")
table("grid", ["markers"], ["admit"])
