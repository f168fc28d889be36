"""Counts the instructions of ticks under valgrind, and records or compares them.

Usage: instructions.py PROGRAM --check|--record [MODEL...]
"""
import concurrent.futures, json, os, pathlib, platform, re, subprocess, sys, tempfile

program, mode, asked = sys.argv[1], sys.argv[2], sys.argv[3:]
file = pathlib.Path(__file__).resolve().parents[2] / "Benchmarks/instructions.json"
# Under valgrind a program is fifty times as slow: of models that are slow by themselves fewer ticks are counted, and the
# count is of as many as would be 10,000.
usual, fewer = 10_000, {
    "mixture": 500, "guided-analogue": 500, "uoro": 500, "rtrl": 500, "features": 500, "snap1": 500, "dni": 500,
    "local-ridge": 500, "analogue": 1000, "rls": 1000, "linear": 2000, "lms": 2000,
}
tolerance = 1.10


def processor():
    flags = pathlib.Path("/proc/cpuinfo").read_text()
    return platform.machine() + (" with AVX2" if re.search(r"\bavx2\b", flags) else "")


def count(model):
    """The instructions of 10,000 ticks."""
    ticks = fewer.get(model, usual)
    with tempfile.TemporaryDirectory() as folder:
        run = subprocess.run(
            ["valgrind", "--tool=callgrind", "--toggle-collect=*countedTick*", f"--callgrind-out-file={folder}/out",
             program, model, str(ticks)],
            capture_output=True, text=True)
    found = re.search(r"Collected : (\d+)", run.stderr)
    if run.returncode != 0 or not found or found.group(1) == "0":
        sys.exit(f"valgrind did not count the instructions of {model}; it said:\n{run.stderr}")
    return round(int(found.group(1)) * usual / ticks)


models = subprocess.run([program], capture_output=True, text=True, check=True).stdout.split()
for model in asked:
    if model not in models:
        sys.exit(f"There is no model {model}; the models are {', '.join(models)}.")
recorded = json.loads(file.read_text()) if file.exists() else {"processor": None, "counts": {}}
if mode == "--check" and recorded["processor"] is None:
    sys.exit(f"There is no {file}: record it with Scripts/instructions --record.")
if mode == "--check" and recorded["processor"] != processor():
    print(f"Instructions were recorded on {recorded['processor']}, and this is {processor()}: not compared.")
    sys.exit()

with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
    # The slowest first, so that none is left to run alone.
    order = sorted(asked or models, key=lambda model: (model not in fewer, model))
    counts = dict(zip(order, pool.map(count, order)))

print("millions of instructions in 10,000 ticks, and of those recorded")
grown = []
for model in sorted(counts):
    known = recorded["counts"].get(model)
    share = f"{counts[model] / known:7.1%}" if known else "    new"
    print(f"{model:16} {counts[model] / 1e6:12,.1f} {share}")
    if known and counts[model] > tolerance * known:
        grown.append(f"{model} (+{counts[model] / known - 1:.0%})")
    if mode == "--check" and not known:
        grown.append(f"{model} (not recorded)")
if mode == "--record":
    kept = {} if recorded["processor"] != processor() else recorded["counts"]
    kept = {model: number for model, number in (kept | counts).items() if model in models}
    file.write_text(json.dumps({"processor": processor(), "counts": dict(sorted(kept.items()))}, indent=2) + "\n")
    print(f"Recorded in {file}.")
elif grown:
    sys.exit(f"More than 10 % more instructions than in {file}: {', '.join(grown)}. Make them fewer, or record them with "
             "Scripts/instructions --record and say why.")
