"""Runs the installed service in a chroot as systemd would, as far as the service can tell, and replays a recording to it.

Usage: managed.py CHROOT

The chroot's network is this process's. What the service says to its manager and to the journal is checked.
"""
import pathlib, shlex, signal, socket, subprocess, sys, threading

root = pathlib.Path(sys.argv[1])
patience = 60


def listen(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    inbox = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    inbox.bind(str(path))
    path.chmod(0o666)
    return inbox


def run(*command):
    return subprocess.run(["chroot", root, *command], check=True, capture_output=True, text=True, timeout=300).stdout


def settings(unit):
    """Those of [Service] that stand once."""
    lines = [line for line in pathlib.Path(unit).read_text().splitlines() if not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines if "=" in line)


service = settings(root / "lib/systemd/system/markercast.service")
command = shlex.split(service["ExecStart"].replace("%S", "/var/lib"))
# A program from before checkpoints.
if "--checkpoint" in command and "--checkpoint" not in run("markercast", "serve", "--help"):
    at = command.index("--checkpoint")
    del command[at:at + 2]
user = service["User"]
run("install", "-d", "-m", service["StateDirectoryMode"], "-o", user, "-g", user, f"/var/lib/{service['StateDirectory']}")

manager, journal = listen(root / "run/manager"), listen(root / "run/systemd/journal/socket")
manager.settimeout(patience)
lines = []


def read_journal():
    """Until an empty message comes."""
    for line in iter(lambda: journal.recv(65536), b""):
        lines.append(dict(field.split("=", 1) for field in line.decode().splitlines()))


reader = threading.Thread(target=read_journal, daemon=True)
reader.start()
errors = open(root / "tmp/errors", "w+")
daemon = subprocess.Popen(
    ["chroot", root, "sh", "-c", f"""
        export JOURNAL_STREAM=$(stat -L -c %d:%i /proc/self/fd/2) NOTIFY_SOCKET=/run/manager WATCHDOG_USEC=4000000
        exec setpriv --reuid={user} --regid={user} --init-groups --no-new-privs --bounding-set=-all {shlex.join(command)}"""],
    stdout=subprocess.PIPE, stderr=errors, text=True)
try:
    ready = manager.recv(4096).decode()
    assert ready.startswith("READY=1\nSTATUS="), ready
    run("markercast", "synth", "--duration", "30s", "--out", "/tmp/breathing.csv")
    run("markercast", "replay", "/tmp/breathing.csv", "--speed", "10", "--publish", "tcp://127.0.0.1:5556")
    # Idle from now on.
    for _ in range(3):
        assert manager.recv(4096) == b"WATCHDOG=1"
    daemon.send_signal(signal.SIGTERM)
    summary, _ = daemon.communicate(timeout=patience)
    assert daemon.returncode == 0, (daemon.returncode, summary)
    last = b""
    while last.split(b"\n")[0] != b"STOPPING=1":
        last = manager.recv(4096)
    socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM).sendto(b"", journal.getsockname())
    reader.join()
    errors.seek(0)
    assert errors.read() == "", "the journal was passed by"
    events = [(line.get("MARKERCAST_EVENT"), line.get("MARKERCAST_STREAM")) for line in lines]
    for event in [("serving", None), ("first_frame", "breathing"), ("state", "breathing"), ("stopping", None)]:
        assert event in events, (event, lines)
    assert all(line["SYSLOG_IDENTIFIER"] == "markercast" and line["PRIORITY"] in "456" for line in lines), lines
finally:
    daemon.kill()
    errors.seek(0)
    sys.stderr.write(errors.read())
print(summary)
print(f"It said that it is ready, alive and stopping, and wrote {len(lines)} lines to the journal.")
