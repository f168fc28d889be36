"""The programs of Examples/, as a person runs them."""

import os
import pathlib
import subprocess
import sys
from typing import Dict, Iterator, List

import pytest
import zmq
from markercast import markercast_pb2 as wire

EXAMPLES = pathlib.Path(__file__).parents[2]
FRAMES = "t,chest_x_mm,chest_y_mm,chest_z_mm,b x,b y,b z\n# a note\n10.0,1,2,3,4,5,6\n\n10.1,1.5,2,3,,nan,\n"


@pytest.fixture
def reader(endpoint: str) -> Iterator[zmq.Socket[bytes]]:
    socket: zmq.Socket[bytes] = zmq.Context.instance().socket(zmq.SUB)
    socket.linger = 0
    socket.rcvtimeo = 20000
    socket.subscribe(b"markers/couch1")
    socket.connect(endpoint)
    yield socket
    socket.close()


def run(*command: str, text: str = "") -> "subprocess.CompletedProcess[str]":
    """An example, run to its end."""
    return subprocess.run(
        [sys.executable, *map(str, command)], input=text, capture_output=True, text=True, timeout=60, check=False,
        cwd=EXAMPLES,
    )


def places(reader: zmq.Socket[bytes]) -> Dict[str, List[float]]:
    """The markers of the next frame; none of those that are missing."""
    frame = wire.Frame.FromString(reader.recv_multipart()[1])
    return {m.name: [m.position.x, m.position.y, m.position.z] for m in frame.markers if m.HasField("position")}


def test_the_tracker_publishes_a_file(reader: zmq.Socket[bytes], endpoint: str, tmp_path: pathlib.Path) -> None:
    (tmp_path / "motion.csv").write_text(FRAMES)
    done = run("track.py", str(tmp_path / "motion.csv"), "--stream", "couch1", "--publish", endpoint, "--wait")
    assert (done.returncode, done.stderr) == (0, "")
    assert places(reader) == {"chest": [1, 2, 3], "b": [4, 5, 6]}
    assert places(reader) == {"chest": [1.5, 2, 3]}


def test_the_tracker_publishes_what_comes_in(reader: zmq.Socket[bytes], endpoint: str) -> None:
    flags = "--stream couch1 --wait --unit m --delimiter ; --markers a,b --stamps arrival --publish".split()
    done = run("track.py", *flags, endpoint, text="0;1;2;3;4;5;6\n0;;;;0.001;0;0\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert places(reader) == {"a": [1000, 2000, 3000], "b": [4000, 5000, 6000]}
    assert places(reader) == {"b": [1, 0, 0]}


@pytest.mark.parametrize(
    "text, flags, status, words",
    [
        ("1,2,3\n", [], 65, "standard input, line 1: 3 fields where a time and three for each marker are wanted"),
        ("1,2,3,4\n1,2\n", [], 65, "line 2: 2 fields where 4 are wanted"),
        ("# a\n1,2,3,4\n1,2,3,four\n", [], 65, "line 3: could not convert string to float: 'four'"),
        (",2,3,4\n", [], 65, "line 1: the time is missing"),
        ("1,2,3,4\n", ["--markers", "a,b"], 65, "the 1 markers' names can't be told"),
        ("t,q,r,s\n", [], 65, "the 1 markers' names can't be told: name each with --markers"),
        ("", ["none.csv"], 66, "there is no file none.csv"),
        ("", ["--publish", "tcp://192.0.2.1:1"], 69, "cannot bind tcp://192.0.2.1:1"),
        ("", ["--speed", "0"], 64, "--speed takes a number above 0"),
        ("", ["--stream", "a b"], 65, "'a b' is no name of a stream"),
    ],
)
def test_the_tracker_says_what_is_wrong(text: str, flags: List[str], status: int, words: str, endpoint: str) -> None:
    done = run("track.py", "--publish", endpoint, *flags, text=text)
    assert words in done.stderr
    assert done.stderr.startswith("track.py: ") and done.stderr.count("\n") == 1
    assert done.returncode == status


def test_the_bridge_follows_a_stream_that_comes_and_goes(
    reader: zmq.Socket[bytes], endpoint: str, tmp_path: pathlib.Path
) -> None:
    environment = {
        **os.environ,
        "PYTHONPATH": str(pathlib.Path(__file__).parent / "stand_in"),
        "STAND_IN_END": str(tmp_path / "end"),
    }
    bridge = subprocess.Popen(
        [sys.executable, "lsl_bridge.py", "--stream", "couch1", "--publish", endpoint], cwd=EXAMPLES, env=environment,
        stderr=subprocess.PIPE, text=True,
    )
    try:
        assert places(reader) == {"chest": [1, 2, 3]}
        (tmp_path / "end").touch()
        last = places(reader)
        while "chest" in last:
            last = places(reader)
        assert last == {"arm": [1, 2, 3]}
    finally:
        bridge.terminate()
        told = bridge.communicate()[1]
    assert "stand-in of here is now markers/couch1: chest, belly; 100 Hz by its word" in told
    assert "the LSL stream has ended" in told


def test_the_bridge_says_what_is_wrong(endpoint: str) -> None:
    assert run("lsl_bridge.py", "--name", "a", "--type", "b").returncode == 64
    assert run("lsl_bridge.py", "--key", "a").returncode == 64


@pytest.mark.parametrize("program", ["track.py", "lsl_bridge.py"])
def test_help_is_a_manual(program: str) -> None:
    done = run(program, "--help")
    assert done.returncode == 0
    assert "examples:" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 120
