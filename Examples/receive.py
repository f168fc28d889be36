"""Prints where markercast says that each marker will be, half a second ahead (serve --encoding json)."""
import json, sys, zmq

socket = zmq.Context().socket(zmq.SUB)
socket.connect(sys.argv[1] if len(sys.argv) > 1 else "tcp://127.0.0.1:9872")
socket.subscribe(b"forecast/demo")
for n in range(int(sys.argv[2]) if len(sys.argv) > 2 else 10**9):
    topic, payload = socket.recv_multipart()
    forecast = json.loads(payload)
    if topic != b"forecast/demo" or forecast["state"] == "STATE_LOST":
        continue  # subscriptions match prefixes, and a lost stream has no forecast
    for horizon in forecast["horizons"]:
        if abs(horizon["horizonS"] - 0.5) < 1e-9:
            places = {m["name"]: m.get("position") for m in horizon["markers"]}
            print(forecast["model"], forecast["state"], places, flush=True)
