#!/usr/bin/env python3
"""Learns the generic count model on rendered scenes: learn_prior.py --vigie PROGRAM --work FOLDER --out prior.json

Renders every scene of crowds.py, prints its features with `vigie calibrate features`, and fits what is visible of the persons to
them (half a person who is half hidden: who hides is the density network's to say), with weights that are never negative and
the same for the three bands. Scenes count alike, whatever their length. The interval is the one that holds nine in ten counts
of whole persons in scenes that were left out. Everything is seeded: the same program gives the same file.
"""
import argparse
import json
import pathlib
import subprocess

import numpy as np
from scipy.optimize import nnls

import crowds

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--vigie", required=True)
parser.add_argument("--work", required=True)
parser.add_argument("--out", required=True)
args = parser.parse_args()
work = pathlib.Path(args.work)
work.mkdir(parents=True, exist_ok=True)


def is_seen(person):
    """As annotators count: the head is in the picture, and a tenth of the figure is not hidden."""
    return 0 <= person["head"][0] <= 1 and 0 <= person["head"][1] <= 1 and person["visible"] >= 0.1


def rows(name, text):
    """Of one rendered scene: features [n, 2] (outline of all bands, area), what is visible of persons [n], and counts [n]."""
    scene = work / f"{name}.yaml"
    truth = work / f"{name}.truth.json"
    if not truth.exists():
        scene.write_text(text)
        subprocess.run([args.vigie, "scene", "render", str(scene), "--out", str(work)], check=True, capture_output=True)
    known = json.loads(truth.read_text())
    camera = work / f"{name}.camera.yaml"
    bars = [json.dumps(bar) for bar in known["calibration"]["bars"]]
    camera.write_text("version: 1\ncamera: scene\nzones:\n  - {id: all, polygon: [[0, 0], [1, 0], [1, 1], [0, 1]]}\n"
                      + "calibration:\n  accept_inaccurate: true\n  bars:\n" + "".join(f"    - {b}\n" for b in bars))
    printed = subprocess.run([args.vigie, "calibrate", "features", str(work / f"{name}.mp4"), "--camera-file", str(camera)],
                             check=True, capture_output=True, text=True).stdout
    visible = {s["frame"]: [p["visible"] for p in s["people"] if is_seen(p)] for s in known["samples"] if s["t"] > 20}
    found = [json.loads(line) for line in printed.splitlines()]
    kept = [(sum(f["outline"]), f["area"], sum(v), len(v)) for f in found if (v := visible.get(f["frame"])) is not None]
    table = np.array(kept, float)
    return table[:, :2], table[:, 2], table[:, 3]


def fit(scenes):
    lines, wanted = [], []
    for features, visible, _ in scenes:
        scale = 1 / (np.sqrt(len(visible)) * (1 + visible.mean()))
        lines.append(features * scale)
        wanted.append(visible * scale)
    # Both features say the same on most scenes: a ridge keeps them alike (Hoerl and Kennard 1970).
    ridge = 0.5 * np.sqrt(len(scenes))
    lines.append(ridge * np.array([[1.0, -1.0]]))
    wanted.append(np.zeros(1))
    return nnls(np.vstack(lines), np.concatenate(wanted))[0]


scenes = {name: rows(name, text) for name, text in crowds.scenes()}
weights = fit(list(scenes.values()))
report, errors = {}, []
for name, (features, _, counts) in scenes.items():
    others = fit([s for other, s in scenes.items() if other != name])
    predicted = features @ others
    report[name] = {key: round(float(value), 2) for key, value in (
        ("mean_count", counts.mean()), ("mean_error", (predicted - counts).mean()), ("mae", np.abs(predicted - counts).mean()))}
    errors += list(np.abs(predicted - counts) / (1 + predicted))
    print(name, report[name])
share = float(np.quantile(errors, 0.9))
prior = {"weights": [round(float(weights[0]), 4)] * 3 + [round(float(weights[1]), 4)], "half_width": round(share, 3),
         "relative_half_width": round(share, 3), "left_one_scene_out": report}
pathlib.Path(args.out).write_text(json.dumps(prior, indent=2) + "\n")
print(prior["weights"], share)
