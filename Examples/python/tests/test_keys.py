"""Keys from the files of markercast keys generate, and connections with them."""

import pathlib
from typing import Tuple

import pytest
import zmq
from markercast import Forecast, Keys, KeysUnusable, Publisher, Subscriber
from markercast import markercast_pb2 as wire

pytestmark = pytest.mark.skipif(not zmq.has("curve"), reason="this libzmq has no CURVE")


def pair(folder: pathlib.Path, name: str) -> Tuple[bytes, bytes]:
    """Writes a pair as markercast keys generate does."""
    public, secret = zmq.curve_keypair()
    path = folder / f"{name}.secret"
    path.write_text(f"# markercast secret key of {name}: keep it on this machine\n{secret.decode()}\n")
    path.chmod(0o600)
    (folder / f"{name}.public").write_text(f"# markercast public key of {name}\n{public.decode()} a note\n")
    return public, secret


def test_a_subscriber_with_keys_reads(tmp_path: pathlib.Path) -> None:
    _, secret = pair(tmp_path, "daemon")
    public, _ = pair(tmp_path, "beam")
    socket: zmq.Socket[bytes] = zmq.Context.instance().socket(zmq.XPUB)
    socket.linger = 0
    socket.rcvtimeo = 20000
    socket.curve_server = True
    socket.curve_secretkey = secret
    socket.bind(f"ipc://{tmp_path}/socket")
    keys = Keys.read(tmp_path / "beam.secret", tmp_path / "daemon.public")
    assert keys.public == public
    with Subscriber(Forecast, f"ipc://{tmp_path}/socket", keys=keys) as forecasts:
        socket.recv()
        socket.send_multipart([b"forecast/a", wire.Forecast(stream="a").SerializeToString()])
        assert next(forecasts).stream == "a"
    socket.close()


def test_who_binds_is_told_to_connect(tmp_path: pathlib.Path, endpoint: str) -> None:
    pair(tmp_path, "daemon"), pair(tmp_path, "tracker")
    keys = Keys.read(tmp_path / "tracker.secret", tmp_path / "daemon.public")
    with pytest.raises(KeysUnusable, match="let the other end bind"):
        Publisher("s", endpoint, keys=keys)


def test_a_secret_is_not_shown(tmp_path: pathlib.Path) -> None:
    _, secret = pair(tmp_path, "a")
    assert secret.decode() not in repr(Keys.read(tmp_path / "a.secret", tmp_path / "a.public"))


def test_files_that_can_not_be_used_are_named(tmp_path: pathlib.Path) -> None:
    pair(tmp_path, "a")
    secret, public, bad = (tmp_path / name for name in ("a.secret", "a.public", "bad.public"))
    with pytest.raises(KeysUnusable, match="there is no key file .*none: name one"):
        Keys.read(tmp_path / "none", public)
    with pytest.raises(KeysUnusable, match="a.public holds a public key where a secret one is wanted"):
        public.chmod(0o600)
        Keys.read(public, public)
    with pytest.raises(KeysUnusable, match="a.secret holds a secret key where a public one is wanted"):
        Keys.read(secret, secret)
    bad.write_text("short\n")
    with pytest.raises(KeysUnusable, match="bad.public does not hold one key"):
        Keys.read(secret, bad)
    secret.chmod(0o644)
    with pytest.raises(KeysUnusable, match="others can read it: chmod 600"):
        Keys.read(secret, public)
