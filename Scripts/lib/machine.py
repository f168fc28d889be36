"""Prints what was measured and on what, as a paragraph of Markdown."""
import pathlib, platform, re, subprocess, sys


def output(*command):
    return subprocess.run(command, capture_output=True, text=True).stdout.strip()


def caches():
    found = {}
    for index in sorted(pathlib.Path("/sys/devices/system/cpu/cpu0/cache").glob("index*")):
        read = lambda name: (index / name).read_text().strip()
        if read("type") != "Instruction":
            found[f"L{read('level')}"] = read("size").replace("K", " KB").replace("M", " MB")
    return ", ".join(f"{level} {size}" for level, size in found.items())


processor = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
cores = output("nproc")
swift = re.search(r"Swift version (\S+)", output("swift", "--version"))
revision = output("git", "rev-parse", "--short", "HEAD") or "unknown"
changed = " with changes" if output("git", "status", "--porcelain", "--untracked-files=no") else ""
try:
    import numpy

    peer = f", NumPy {numpy.__version__} on one thread"
except ImportError:
    peer = ""
print(
    f"{processor.group(1) if processor else platform.machine()}, {cores} cores, {caches() or 'caches unknown'}; "
    f"Swift {swift.group(1) if swift else 'unknown'}{peer}; revision {revision}{changed}.\n"
)
