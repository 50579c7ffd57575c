#!/usr/bin/env python3
"""Learns the generic count model on rendered scenes: learn_prior.py --vigie PROGRAM --work FOLDER --out prior.json

Renders every scene of crowds.py, prints its features with `vigie calibrate features`, and fits what is visible of the persons
to them (half a person who is half hidden: who hides is the density network's to say), with one weight for the three bands.
A body is worth the inverse of its outline: plain cloth shows only its edges, patterned cloth fills its cells and those beside
them. The weight is the middle scene's. The interval is the one that holds nine in ten counts of whole persons in scenes that
were left out. Everything is seeded: the same program gives the same file.
"""
import argparse
import json
import pathlib
import subprocess

import numpy as np

import crowds

# Counts up to here are few: their errors are persons, those of more are shares.
FEW = 8

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--vigie", required=True)
parser.add_argument("--work", required=True)
parser.add_argument("--out", required=True)
args = parser.parse_args()
work = pathlib.Path(args.work)
work.mkdir(parents=True, exist_ok=True)


def is_there(person):
    """Stands in the picture, and a tenth of the figure is not hidden."""
    return 0 <= person["foot"][0] <= 1 and 0 <= person["foot"][1] <= 1 and person["visible"] >= 0.1


def rows(name, text):
    """Of one rendered scene: bodies [n], their outline [n], what is visible of persons [n], and counts [n]."""
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
    visible = {s["frame"]: [p["visible"] for p in s["people"] if is_there(p)] for s in known["samples"] if s["t"] > 20}
    found = [json.loads(line) for line in printed.splitlines()]
    kept = [(sum(f["bodies"]), f["outline"] or 0, sum(v), len(v)) for f in found if (v := visible.get(f["frame"])) is not None]
    return tuple(np.array(kept, float).T)


def fit(scenes):
    """Weight of a body at the usual outline, and that outline."""
    outlines = [outline_of(bodies, outline) for bodies, outline, _, _ in scenes]
    usual = np.median(outlines)
    weight = np.median([visible.mean() / bodies.mean() * o / usual for (bodies, _, visible, _), o in zip(scenes, outlines)])
    return float(weight), float(usual)


def outline_of(bodies, outline):
    return (outline * bodies).sum() / bodies.sum()


def predict(model, bodies, outline):
    """What the agent says, which evens the outline out over half a minute: over the whole scene here."""
    weight, usual = model
    return bodies * weight * usual / outline_of(bodies, outline)


def interval(predicted, counts):
    """Share and persons such that nine in ten counts lie in predicted / (1 + share) - persons ... predicted (1 + share) + persons."""
    many = predicted > FEW
    factors = np.maximum(counts[many] / predicted[many], predicted[many] / np.maximum(1, counts[many]))
    share = np.quantile(factors, 0.9) - 1
    few_low, few_high = predicted[~many] / (1 + share), predicted[~many] * (1 + share)
    missing = np.maximum(0, np.maximum(few_low - counts[~many], counts[~many] - few_high))
    return float(share), float(np.quantile(missing, 0.9))


scenes = {name: rows(name, text) for name, text in crowds.scenes()}
model = fit(list(scenes.values()))
report, left_out = {}, []
for name, (bodies, outline, _, counts) in scenes.items():
    predicted = predict(fit([scene for other, scene in scenes.items() if other != name]), bodies, outline)
    report[name] = {key: round(float(value), 2) for key, value in (
        ("mean_count", counts.mean()), ("mean_error", (predicted - counts).mean()), ("mae", np.abs(predicted - counts).mean()))}
    left_out.append((predicted, counts))
    print(name, report[name])
share, persons = interval(*(np.concatenate(column) for column in zip(*left_out)))
weight, usual = model
prior = {"weights": [round(weight, 3)] * 3, "usual_outline": round(usual, 2),
         "outlines": [round(pick(outline_of(bodies, outline) for bodies, outline, _, _ in scenes.values()), 1) for pick in (min, max)],
         "half_width": round(persons, 3), "relative_half_width": round(share, 3),
         "left_one_scene_out": report}
pathlib.Path(args.out).write_text(json.dumps(prior, indent=2) + "\n")
print(prior["weights"], usual, share, persons)
