"""Sends a moving marker to markercast: ten frames a second of bare JSON, from any tracker's callback."""
import json, math, sys, time, zmq

socket = zmq.Context().socket(zmq.PUB)
socket.bind(sys.argv[1] if len(sys.argv) > 1 else "tcp://127.0.0.1:5556")
for n in range(int(sys.argv[2]) if len(sys.argv) > 2 else 10**9):
    t = time.time()
    chest = [12.0, -80.0, 5 * math.sin(2 * math.pi * t / 4)]
    socket.send_multipart([b"markers/demo", json.dumps({"t": t, "markers": {"chest": chest}}).encode()])
    time.sleep(0.1)
