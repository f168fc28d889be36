"""Sends a moving marker over the Lab Streaming Layer: ten samples a second, to try Examples/lsl_bridge.py with."""
import math, sys, time, pylsl

info = pylsl.StreamInfo("breathing", "MoCap", 3, 10, pylsl.cf_double64, "markercast-example")
channels = info.desc().append_child("channels")
for axis in "XYZ":
    channel = channels.append_child("channel").append_child_value("label", f"chest_{axis}")
    channel.append_child_value("type", f"Position{axis}").append_child_value("unit", "meters")
outlet = pylsl.StreamOutlet(info)
for n in range(int(sys.argv[1]) if len(sys.argv) > 1 else 10**9):
    t = pylsl.local_clock()
    outlet.push_sample([0.012, -0.08, 0.005 * math.sin(2 * math.pi * t / 4)], t)
    time.sleep(0.1)
