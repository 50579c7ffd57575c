#!/usr/bin/env python3
"""Packs pictures and the heads in them for train_network.py.

network_data.py rendered --vigie PROGRAM --work FOLDER --out rendered.npz     the scenes of network_scenes.py (no real person)
network_data.py research --data ../shared/data/density --out research.npz     ShanghaiTech A and B, the training pictures

A pack has `pictures` (WebP, grey), `heads` (x, y in pixels), `held` (True where never trained on: every fifth) and `names`.
A fifth of the scenes, and every fifth of the research pictures in the order of their names, is held out.
"""
import argparse
import io
import json
import pathlib
import subprocess

import numpy as np
from PIL import Image

import network_scenes

FRAME = 3
"""The frame of a scene that is taken: late enough to be a predicted one, with a truth sample at 5 frames/s."""

WIDTH = 640
"""Of every picture: what an agent analyses, reduced by the means of boxes as an agent does."""

QUALITY = {"rendered": 75, "research": 65}
"""Research pictures are coded for the second time, and are many: together the packs stay below 55 MB."""


def rendered(args):
    work = pathlib.Path(args.work)
    work.mkdir(parents=True, exist_ok=True)
    for name, text in network_scenes.scenes():
        scene, truth, video = (work / f"{name}{end}" for end in (".yaml", ".truth.json", ".mp4"))
        if not truth.exists():
            scene.write_text(text)
            done = subprocess.run([args.vigie, "scene", "render", str(scene), "--seconds", "0.8", "--out", str(work)],
                                  capture_output=True, text=True)
            if done.returncode != 0:
                print(f"{name}: left out: {done.stderr.strip()}")
                continue
        known = json.loads(truth.read_text())
        sample = next(s for s in known["samples"] if s["frame"] == FRAME)
        seen = [p["head"] for p in sample["people"] if p["visible"] >= 0.1]
        heads = [(x * known["width"], y * known["height"]) for x, y in seen if 0 <= x < 1 and 0 <= y < 1]
        raw = subprocess.run(["ffmpeg", "-v", "error", "-i", str(video), "-f", "rawvideo", "-pix_fmt", "gray", "-"],
                             capture_output=True, check=True).stdout
        luma = np.frombuffer(raw, np.uint8).reshape(-1, known["height"], known["width"])[FRAME]
        yield name, luma, heads


def research(args):
    for part in ("shb_train", "sha_train"):
        folder = pathlib.Path(args.data) / part
        for name, heads in sorted(json.loads((folder / "points.json").read_text()).items()):
            picture = Image.open(folder / name).convert("L")
            scale = WIDTH / picture.width
            size = (WIDTH, round(picture.height * scale))
            yield f"{part}/{name}", np.asarray(picture.resize(size, Image.Resampling.BOX)), scale * np.array(heads)


def coded(luma, quality):
    out = io.BytesIO()
    Image.fromarray(luma).save(out, "WEBP", quality=quality, method=2)
    return np.frombuffer(out.getvalue(), np.uint8)


parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("kind", choices=["rendered", "research"])
parser.add_argument("--vigie")
parser.add_argument("--work")
parser.add_argument("--data")
parser.add_argument("--out", required=True)
args = parser.parse_args()
names, pictures, heads = [], [], []
for name, luma, points in (rendered if args.kind == "rendered" else research)(args):
    names.append(name)
    pictures.append(coded(luma, QUALITY[args.kind]))
    heads.append(np.array(points, np.float32).reshape(-1, 2))
held = np.arange(len(names)) % 5 == 4
np.savez(args.out, names=np.array(names), held=held, pictures=np.concatenate(pictures),
         picture_sizes=np.array([len(p) for p in pictures]), heads=np.concatenate(heads),
         head_counts=np.array([len(h) for h in heads]))
print(f"{args.out}: {len(names)} pictures, {sum(map(len, heads))} heads, {held.sum()} held out, "
      f"{sum(map(len, pictures)) / 1e6:.1f} MB")
