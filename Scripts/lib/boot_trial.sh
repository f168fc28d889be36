#!/bin/bash
# Run by a clean system once it has booted: the installed services in their sandbox, under its systemd. Then it ends the system.
trap 'status=$?; journalctl -u "markercast*" --no-pager | tail -n 60; echo "ended with $status"; systemctl poweroff --no-block' EXIT
set -euo pipefail

# A program from before checkpoints.
if ! markercast serve --help | grep -q -- --checkpoint; then
  mkdir -p /etc/systemd/system/markercast.service.d
  { echo "[Service]"; echo "ExecStart="
    sed -n 's/ --checkpoint [^ ]*//; /^ExecStart=/p' /lib/systemd/system/markercast.service
  } >/etc/systemd/system/markercast.service.d/old.conf
  systemctl daemon-reload
fi

systemctl start markercast
systemctl show -p StatusText markercast | grep -q "publishes at tcp://127.0.0.1:9872"
markercast synth --duration 20s --out /root/breathing.csv
markercast replay /root/breathing.csv --speed 10 --publish tcp://127.0.0.1:5556
# Longer than the watchdog waits, with a stream that is idle.
sleep 13
journalctl --sync
[ -n "$(journalctl MARKERCAST_STREAM=breathing MARKERCAST_EVENT=lost -o cat)" ]
[ "$(systemctl show -p NRestarts --value markercast)" = 0 ]
systemctl is-active markercast
# One that is stopped whole does not say that it is alive.
kill -STOP "$(systemctl show -p MainPID --value markercast)"
for _ in $(seq 60); do
  [ "$(systemctl show -p NRestarts --value markercast)" = 0 ] || break
  sleep 1
done
[ "$(systemctl show -p NRestarts --value markercast)" = 1 ]
systemctl start markercast
systemctl stop markercast
[ "$(systemctl show -p Result --value markercast)" = success ]
systemctl start markercast-proxy@frames markercast-proxy@forecasts
systemctl stop markercast-proxy@frames markercast-proxy@forecasts
echo "It served, was watched over, and stopped."
