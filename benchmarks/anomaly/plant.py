#!/usr/bin/env python3
"""Measures the detector on the simulated plant: false alarms per series and day, and faults found within 10 steps.

usage: plant.py GATECAST [--profile light|thorough] [--days N] [--seed N]

Runs `gatecast simulate`, splits the readings into a file per sensor, runs `gatecast detect` on them and compares its alarms
with the labels. A drift counts from where the labels say that it is outside what its sensor does anyway; what is found within
10 steps of its first reading is told beside. The first 14 days of each series are not counted; neither are alarms during a fault and the day after it as
false ones. Standard library only.
"""
import argparse, csv, datetime as dt, pathlib, subprocess, tempfile
from collections import defaultdict

STEP = dt.timedelta(minutes=30)
WARMUP = dt.timedelta(days=14)
AFTER = dt.timedelta(days=1)
WITHIN = 10 * STEP


def time(text):
    return dt.datetime.fromisoformat(text.replace("Z", "+00:00"))


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("gatecast")
    ap.add_argument("--profile", default="light")
    ap.add_argument("--days", default="44")
    ap.add_argument("--seed", default="7")
    a = ap.parse_args()
    with tempfile.TemporaryDirectory() as tmp:
        root = pathlib.Path(tmp)
        plant, labels, sensors, found = root / "plant.csv", root / "faults.csv", root / "in", root / "out"
        subprocess.run([a.gatecast, "simulate", "--output", plant, "--labels", labels, "--days", a.days, "--seed", a.seed],
                       check=True)
        rows = defaultdict(list)
        for r in csv.DictReader(plant.open()):
            rows[r["key"]].append((r["timestamp"], r["value"]))
        sensors.mkdir()
        for key, readings in rows.items():
            with (sensors / (key + ".csv")).open("w") as f:
                csv.writer(f, lineterminator="\n").writerows([("timestamp", "value")] + readings)
        subprocess.run([a.gatecast, "detect", "--input", sensors, "--output", found, "--profile", a.profile],
                       check=True, stdout=subprocess.DEVNULL)
        faults = defaultdict(list)
        for r in csv.DictReader(labels.open()):
            faults[r["key"]].append((time(r["from"]), time(r["outside"]), time(r["to"]), r["fault"]))
        false_alarms = healthy = 0
        hits, early, total = defaultdict(int), defaultdict(int), defaultdict(int)
        for key in rows:
            judged = [(time(r["timestamp"]), r["alarm"] == "1") for r in csv.DictReader((found / (key + ".csv")).open())]
            begin = judged[0][0] + WARMUP
            for t, alarm in judged:
                if t >= begin and not any(f <= t <= to + AFTER for f, _, to, _ in faults[key]):
                    healthy += 1
                    false_alarms += alarm
            for f, outside, _, kind in faults[key]:
                if f >= begin:
                    total[kind] += 1
                    hits[kind] += any(alarm and f <= t <= outside + WITHIN for t, alarm in judged)
                    early[kind] += any(alarm and f <= t <= f + WITHIN for t, alarm in judged)
    print("false alarms per series and day: %.4f (%d in %.0f days)"
          % (false_alarms / (healthy * STEP / dt.timedelta(days=1)), false_alarms, healthy * STEP / dt.timedelta(days=1)))
    for kind in sorted(total):
        print("%-12s found within 10 steps: %d of %d" % (kind, hits[kind], total[kind]))
    print("together: %.1f %% (%d of %d)" % share(hits, total))
    print("drifts from their first reading on: %d of %d, together: %.1f %% (%d of %d)"
          % ((early["drift"], total["drift"]) + share(early, total)))


def share(found, total):
    return 100 * sum(found.values()) / max(1, sum(total.values())), sum(found.values()), sum(total.values())


if __name__ == "__main__":
    main()
