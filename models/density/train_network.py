#!/usr/bin/env python3
"""Trains the density network: train_network.py --pack rendered.npz [--pack more.npz] --steps 18000 --seed 1 --out network.bin

Grey pictures in, persons in each cell of 8x8 pixels out. The loss is the Poisson likelihood of each cell and the error of the
sums of 4, 10 and 20 cells. The last third of the steps trains with the integers that the agent will compute with (weights of
eight bits, activations of seven), so that they cost nothing. Held-out pictures are never seen; they make the figures printed.
`--from` begins with the weights that an earlier training wrote. A CPU repeats a training bit by bit with as many threads; a GPU
adds in any order.

The file: the eight bytes VIGIEDN1, the length of a JSON header (u32, little endian), the header, and for each layer its weights
[out][row][column][in], its biases and the largest activation (f32, little endian).
"""
import argparse
import io
import json
import pathlib
import struct
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image, ImageDraw

LAYERS = [  # in, out, kernel, stride, dilation
    (1, 12, 5, 2, 1), (12, 24, 3, 2, 1), (24, 24, 3, 1, 1), (24, 32, 3, 2, 1),
    (32, 32, 3, 1, 2), (32, 32, 3, 1, 2), (32, 32, 3, 1, 4), (32, 1, 1, 1, 1)]
CELL = 8
CROP = 256
WEIGHT_STEPS = [63] + [127] * 7
"""Of the first layer fewer: its activations are eight bits wide, and two products must fit into sixteen."""
ACTIVATION_STEPS = 127
QUANTISED_FROM = 0.65
CLEAN = 0.35
"""The share of crops that are not disturbed."""


class Network(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.convolutions = torch.nn.ModuleList(
            torch.nn.Conv2d(i, o, k, s, padding=d * (k // 2), dilation=d) for i, o, k, s, d in LAYERS)
        for layer in self.convolutions:
            torch.nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
            torch.nn.init.zeros_(layer.bias)
        torch.nn.init.constant_(self.convolutions[-1].bias, -4.0)
        self.register_buffer("largest", torch.full((len(LAYERS) - 1,), float("inf")))

    def forward(self, x, quantised=False, watch=None):
        for number, layer in enumerate(self.convolutions):
            weight = fake(layer.weight, scale(layer.weight, WEIGHT_STEPS[number])) if quantised else layer.weight
            x = F.conv2d(x, weight, layer.bias, layer.stride, layer.padding, layer.dilation)
            if number == len(LAYERS) - 1:
                return F.softplus(x[:, 0])
            if watch is not None:
                watch.append(torch.quantile(x.detach().flatten()[::37][:1_000_000].float(), 0.9995))
            x = torch.minimum(F.relu(x), self.largest[number])
            if quantised:
                x = fake(x, self.largest[number] / ACTIVATION_STEPS)


def scale(weight, steps):
    return weight.detach().abs().amax((1, 2, 3), keepdim=True).clamp_min(1e-8) / steps


def fake(x, step):
    """Rounded to steps, with the gradient of what was not rounded."""
    return x + (torch.round(x / step) * step - x).detach()


class Pictures:
    """All pictures of some packs on the device, and random crops of them."""

    def __init__(self, packs, device):
        decoded, heads, names, held = [], [], [], []
        for path in packs:
            pack = np.load(path)
            ends = np.cumsum(pack["picture_sizes"])
            raw = pack["pictures"]
            blobs = [raw[e - s:e].tobytes() for s, e in zip(pack["picture_sizes"], ends)]
            with ThreadPoolExecutor() as pool:
                decoded += list(pool.map(lambda b: np.asarray(Image.open(io.BytesIO(b)).convert("L")), blobs))
            heads += np.split(pack["heads"], np.cumsum(pack["head_counts"])[:-1])
            names += list(pack["names"])
            held += list(pack["held"])
        self.names, self.held, self.device = names, np.array(held), device
        self.heads = [torch.tensor(h, device=device) for h in heads]
        self.pictures = [torch.tensor(p.copy(), device=device) for p in decoded]
        self.trained = np.flatnonzero(~self.held)
        height, width = (max(p.shape[axis] for p in self.pictures) for axis in (0, 1))
        # One plane for all, and the same at half the size for crops that are made smaller.
        self.size = torch.tensor([[p.shape[1], p.shape[0]] for p in self.pictures], device=device, dtype=torch.float32)
        self.full = torch.zeros(len(decoded), 1, height, width, dtype=torch.uint8, device=device)
        for number, picture in enumerate(self.pictures):
            self.full[number, 0, :picture.shape[0], :picture.shape[1]] = picture
        most = max(len(h) for h in heads)
        self.points = torch.full((len(heads), most, 2), -1e6, device=device)
        for number, points in enumerate(self.heads):
            self.points[number, :len(points)] = points

    def crops(self, count, draw, rng):
        """[count, 1, CROP, CROP] in 0..1 and the heads in each cell."""
        device = self.device
        which = torch.tensor(rng.choice(self.trained, count), device=device)

        def uniform(low, high, *shape):
            return torch.rand(count, *shape, generator=draw, device=device) * (high - low) + low
        zoom = torch.exp2(uniform(-0.8, 0.9))
        span = CROP / zoom
        size = self.size[which]
        corner = torch.rand(count, 2, generator=draw, device=device) * (size - span[:, None]).clamp_min(0)
        flip = torch.where(uniform(0, 1) < 0.5, -1.0, 1.0)
        steps = (torch.arange(CROP, device=device) + 0.5) / CROP
        x = torch.where(flip[:, None] > 0, steps, 1 - steps) * span[:, None] + corner[:, :1]
        y = steps * span[:, None] + corner[:, 1:]
        planes = self.full[which].float()
        half = F.avg_pool2d(planes, 2)
        grid = torch.stack([(2 * x / planes.shape[3] - 1)[:, None, :].expand(-1, CROP, -1),
                            (2 * y / planes.shape[2] - 1)[:, :, None].expand(-1, -1, CROP)], -1)
        sharp = F.grid_sample(planes, grid, align_corners=False)
        soft = F.grid_sample(half, grid, align_corners=False)
        shown = torch.where((zoom < 0.7)[:, None, None, None], soft, sharp) / 255
        points = (self.points[which] - corner[:, None]) * zoom[:, None, None]
        px = torch.where(flip[:, None] > 0, points[..., 0], CROP - points[..., 0])
        py = points[..., 1]
        # What lies beyond a picture's end is black, and nobody is there.
        inside = (px >= 0) & (px < CROP) & (py >= 0) & (py < CROP) & (self.points[which][..., 0] > -1e5)
        cells = CROP // CELL
        slot = (py.clamp(0, CROP - 1) // CELL).long() * cells + (px.clamp(0, CROP - 1) // CELL).long()
        truth = torch.zeros(count, cells * cells, device=device).scatter_add_(1, slot, inside.float())
        return shown, truth.view(count, cells, cells)


class Disturbance:
    """What cameras, codecs and masks do to a picture; more of it for rendered ones, whose surfaces are too plain, and where
    too little stands that is nobody."""

    def __init__(self, device, plain):
        self.device, self.plain = device, plain
        n = torch.arange(8, device=device).float()
        self.basis = torch.cos((2 * n[None] + 1) * n[:, None] * np.pi / 16) * 0.5
        self.basis[0] /= np.sqrt(2)
        self.steps = (1 + n[:, None] + n[None]).reshape(8, 1, 8) * 2.0
        self.textures = self.surfaces(512, torch.Generator(device=device).manual_seed(0))
        self.clutter = torch.stack([dead_leaves(np.random.default_rng(n)) for n in range(384)])[:, None].to(device)

    def __call__(self, x, truth, draw):
        if self.plain:
            for _ in range(2):
                x, truth = self.clutter_some(x, truth, draw)
        # A good camera sees a share of them as they are; else the network would take a sharp person for more than one.
        filmed = ~self.some(CLEAN, len(x), draw).flatten()
        x = x.index_put((filmed,), self.filmed(x[filmed], draw))
        return self.mask_some(x, truth, draw)

    def uniform(self, low, high, count, draw):
        return torch.rand(count, 1, 1, 1, generator=draw, device=self.device) * (high - low) + low

    def some(self, share, count, draw):
        return self.uniform(0, 1, count, draw) < share

    def some_of(self, pictures, count, draw):
        return pictures[torch.randint(0, len(pictures), (count,), generator=draw, device=self.device)]

    def filmed(self, x, draw):
        count = len(x)

        def uniform(low, high):
            return self.uniform(low, high, count, draw)

        def some(share):
            return self.some(share, count, draw)
        if self.plain:
            surface = torch.where(some(0.7), self.some_of(self.textures, count, draw), self.some_of(self.clutter, count, draw) / 2)
            x = x * torch.where(some(0.7), torch.exp(surface * uniform(0, 0.35)), 1.0)
            x = x + torch.where(some(0.4), self.some_of(self.textures, count, draw) * uniform(0, 0.12), 0.0)
        x = x.clamp(1e-4, 1) ** torch.exp2(uniform(-0.8, 0.8))
        middle = x.mean((1, 2, 3), keepdim=True)
        x = (x - middle) * torch.exp2(uniform(-1.5, 0.7)) + middle + uniform(-0.15, 0.15)
        for _ in range(2):
            wide = F.pad(x, (1, 1, 1, 1), mode="replicate")
            wide = (wide[..., :-2] + 2 * wide[..., 1:-1] + wide[..., 2:]) / 4
            blurred = (wide[..., :-2, :] + 2 * wide[..., 1:-1, :] + wide[..., 2:, :]) / 4
            x = torch.lerp(x, blurred, torch.where(some(0.4), uniform(0, 1.2), 0.0))
        x = x + torch.randn(x.shape, generator=draw, device=self.device) * torch.where(some(0.7), uniform(0, 0.05), 0.0)
        x = torch.where(some(0.5), self.coded(x, uniform(0.2, 2.5)), x)
        return torch.round(x.clamp(0, 1) * 255) / 255

    def surfaces(self, count, draw):
        """Noise with the spectrum of natural surfaces, about one in size."""
        sum_ = 0
        for side in (4, 8, 16, 32, 64, 128, 256):
            noise = torch.randn(count, 1, side, side, generator=draw, device=self.device)
            weight = torch.rand(count, 1, 1, 1, generator=draw, device=self.device)
            sum_ = sum_ + weight * F.interpolate(noise, size=CROP, mode="bilinear")
        return sum_ / 1.5

    def coded(self, x, strength):
        """As a codec's blocks of 8x8 would leave it."""
        blocks = x.view(len(x), CROP // 8, 8, CROP // 8, 8) * 255
        coefficients = torch.einsum("ui,nyixj,vj->nyuxv", self.basis, blocks, self.basis)
        steps = self.steps * strength[..., None]
        coefficients = torch.round(coefficients / steps) * steps
        return torch.einsum("ui,nyuxv,vj->nyixj", self.basis, coefficients, self.basis).reshape(x.shape) / 255

    def clutter_some(self, x, truth, draw):
        """Things stand where nobody is, else heads would be cut through everywhere; one picture in sixty shows nothing else."""
        count = len(x)
        inside = self.rectangles(count, draw, most=18)
        inside = inside & ((truth * inside).sum((1, 2), keepdim=True) < 0.5) & self.some(0.5, count, draw)[:, 0]
        inside = inside | self.some(1 / 60, count, draw)[:, 0]
        surface = torch.where(self.some(0.7, count, draw), self.some_of(self.clutter, count, draw),
                              self.some_of(self.textures, count, draw))
        shown = self.uniform(0, 1, count, draw) + self.uniform(0.05, 0.3, count, draw) * surface
        return self.covered(x, truth, inside, shown.clamp(0, 1))

    def mask_some(self, x, truth, draw):
        """Masked black, as technicians do: nobody is seen there."""
        inside = self.rectangles(len(x), draw, most=14) & self.some(0.15, len(x), draw)[:, 0]
        return self.covered(x, truth, inside, torch.zeros_like(x))

    def rectangles(self, count, draw, most):
        """One in each picture, in cells."""
        cells = CROP // CELL
        place = torch.arange(cells, device=self.device)

        def spans():
            first, length = (torch.randint(low, high, (count, 1), generator=draw, device=self.device)
                             for low, high in ((0, cells), (1, most)))
            return (place >= first) & (place < first + length)
        return spans()[:, :, None] & spans()[:, None, :]

    @staticmethod
    def covered(x, truth, inside, shown):
        pixels = inside[:, None].repeat_interleave(CELL, 2).repeat_interleave(CELL, 3)
        return torch.where(pixels, shown, x), torch.where(inside, torch.zeros_like(truth), truth)


def dead_leaves(rng):
    """Things of all sizes, shades and forms that hide each other, or stand in rows: edges as in real pictures, and nobody among
    them (the dead leaves model: Lee, Mumford and Huang, IJCV 41, 2001). Zero in the mean, one in standard deviation."""
    picture = Image.new("L", (CROP, CROP), int(rng.integers(40, 215)))
    brush = ImageDraw.Draw(picture)
    shades = np.clip(rng.normal(128, 60, 5), 0, 255)  # of one place few
    least = 2 * 8 ** rng.random()
    largest = least * rng.uniform(3, 20)
    rows = rng.uniform(least, 4 * least, 2) * 2 if rng.random() < 0.3 else None
    for _ in range(int(min(1200, rng.uniform(0.2, 3) * (CROP / least / 2) ** 2 / 4))):
        # Areas by the law that makes pictures look alike at all scales.
        size = least / (1 - rng.random() * (1 - (least / largest) ** 2)) ** 0.5
        place = rng.uniform(-10, CROP + 10, 2)
        if rows is not None:
            place = np.round(place / rows) * rows
        angle, slim = rng.choice([0, 0, np.pi / 2, rng.uniform(0, np.pi)]), rng.choice([1, rng.uniform(0.08, 0.6)])
        shade = int(np.clip(rng.choice(shades) + rng.normal(0, 12), 0, 255))
        corners = np.linspace(0, 2 * np.pi, int(rng.choice([3, 4, 4, 16])), endpoint=False) + np.pi / 4
        ring = np.stack([size * np.cos(corners), size * slim * np.sin(corners)], 1)
        turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
        brush.polygon([tuple(corner) for corner in ring @ turn + place], fill=shade)
    plane = torch.from_numpy(np.asarray(picture, np.float32).copy())
    return (plane - plane.mean()) / plane.std().clamp_min(1)


def loss(cells, truth):
    poisson = (cells - truth * torch.log(cells + 1e-6)).mean()
    sums = 0.0
    for side in (4, 10, 20):
        window = dict(kernel_size=side, stride=max(1, side // 2), divisor_override=1)
        there = F.avg_pool2d(truth[:, None], **window)
        # By what counts scatter: else full windows would have all the say.
        error = (F.avg_pool2d(cells[:, None], **window) - there) / (1 + there / 4).sqrt()
        sums = sums + error.abs().mean() / side ** 2
    return poisson + 1.0 * sums


@torch.no_grad()
def counts(network, pictures, chosen, quantised):
    """(truth, counted) of whole pictures."""
    pairs = []
    torch.backends.cudnn.benchmark = False  # every picture has a size of its own
    for number in chosen:
        picture = pictures.pictures[number].float()[None, None] / 255
        rows, columns = (picture.shape[2] + 7) // 8 * 8, (picture.shape[3] + 7) // 8 * 8
        padded = F.pad(picture, (0, columns - picture.shape[3], 0, rows - picture.shape[2]))
        pairs.append((len(pictures.heads[number]), float(network(padded, quantised).sum())))
    torch.backends.cudnn.benchmark = True
    return np.array(pairs)


def figures(network, pictures, quantised):
    """Of the held-out pictures, by the first word of their names."""
    families = {}
    for number in np.flatnonzero(pictures.held):
        families.setdefault(str(pictures.names[number]).replace("/", "-").split("-")[0], []).append(number)
    result = {}
    for family, chosen in families.items():
        pairs = counts(network, pictures, chosen, quantised)
        error = pairs[:, 1] - pairs[:, 0]
        result[family] = {"pictures": len(pairs), "mean": round(float(pairs[:, 0].mean()), 2),
                          "mae": round(float(np.abs(error).mean()), 2), "bias": round(float(error.mean()), 2)}
    return result


def read(network, path):
    """The weights of a file of `write`."""
    data = pathlib.Path(path).read_bytes()
    place = 12 + struct.unpack_from("<I", data, 8)[0]

    def floats(count):
        nonlocal place
        place += 4 * count
        return torch.from_numpy(np.frombuffer(data, "<f4", count, place - 4 * count).copy())
    with torch.no_grad():
        for layer in network.convolutions:
            out, in_, rows, columns = layer.weight.shape
            layer.weight.copy_(floats(layer.weight.numel()).view(out, rows, columns, in_).permute(0, 3, 1, 2))
            layer.bias.copy_(floats(out))
            floats(1)


def write(network, path, header):
    shape = ["in", "out", "kernel", "stride", "dilation"]
    text = json.dumps({"layers": [dict(zip(shape, l)) for l in LAYERS], "cell": CELL} | header, sort_keys=True).encode()
    text += b" " * (-(12 + len(text)) % 4)
    with open(path, "wb") as file:
        file.write(b"VIGIEDN1" + struct.pack("<I", len(text)) + text)
        for number, layer in enumerate(network.convolutions):
            file.write(layer.weight.detach().permute(0, 2, 3, 1).contiguous().cpu().numpy().astype("<f4").tobytes())
            file.write(layer.bias.detach().cpu().numpy().astype("<f4").tobytes())
            largest = float(network.largest[number]) if number < len(LAYERS) - 1 else 0.0
            file.write(struct.pack("<f", largest))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pack", action="append", required=True)
    parser.add_argument("--plain", action="store_true", help="the pictures are rendered: add texture")
    parser.add_argument("--steps", type=int, required=True)
    parser.add_argument("--from", dest="begun", help="a network's file to go on with")
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--name", required=True)
    parser.add_argument("--half-width", type=float, required=True, help="of the 90 %% interval in a place that nobody counted")
    parser.add_argument("--relative-half-width", type=float, required=True, help="the same, as a share of the count")
    parser.add_argument("--subtracts-background", action="store_true",
                        help="what is seen in the background picture is to be taken away")
    parser.add_argument("--terms", required=True, help="of the data, as the model's card says them")
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    start = time.monotonic()
    torch.manual_seed(args.seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    rng = np.random.default_rng(args.seed)
    draw = torch.Generator(device=device)
    draw.manual_seed(args.seed)
    pictures = Pictures(args.pack, device)
    disturb = Disturbance(device, args.plain)
    network, average = (Network().to(device, memory_format=torch.channels_last) for _ in range(2))
    if args.begun:
        read(network, args.begun)
    average.load_state_dict(network.state_dict())
    optimiser = torch.optim.Adam(network.parameters(), lr=args.rate)
    print(f"{len(pictures.trained)} pictures to learn from, {sum(p.numel() for p in network.parameters())} weights, "
          f"seed {args.seed}, {device}, loaded in {time.monotonic() - start:.1f} s", flush=True)
    torch.backends.cudnn.benchmark = True
    quantised, shown = False, 0.0
    for step in range(1, args.steps + 1):
        progress = step / args.steps
        warm = min(1, progress / 0.02)
        for group in optimiser.param_groups:
            group["lr"] = args.rate * warm * max(0.005, 0.5 + 0.5 * float(np.cos(np.pi * progress)))
        if progress > QUANTISED_FROM and not quantised:
            watch = [[] for _ in LAYERS[:-1]]
            with torch.no_grad():
                for _ in range(20):
                    seen = []
                    average(disturb(*pictures.crops(args.batch, draw, rng), draw)[0], watch=seen)
                    for number, value in enumerate(seen):
                        watch[number].append(float(value))
            largest = torch.tensor([max(v) for v in watch], device=device)
            network.load_state_dict(average.state_dict())
            network.largest.copy_(largest)
            average.largest.copy_(largest)
            quantised = True
        x, truth = disturb(*pictures.crops(args.batch, draw, rng), draw)
        value = loss(network(x, quantised), truth)
        optimiser.zero_grad(set_to_none=True)
        value.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        keep = min(0.9995, step / (step + 100))
        with torch.no_grad():
            torch._foreach_lerp_(list(average.parameters()), list(network.parameters()), 1 - keep)
        if progress - shown > 0.1:
            shown = progress
            print(f"{progress:.2f} step {step} loss {value.item():.4f} {figures(average, pictures, quantised)}", flush=True)
    exact, integers = figures(average, pictures, False), figures(average, pictures, True)
    print(f"end: step {step}, {json.dumps(exact)}; integers {json.dumps(integers)}", flush=True)
    header = {"name": args.name, "begun": args.begun and pathlib.Path(args.begun).name, "half_width": args.half_width, "relative_half_width": args.relative_half_width,
              "subtracts_background": args.subtracts_background, "terms": args.terms, "packs": [p.rsplit("/", 1)[-1] for p in args.pack], "seed": args.seed, "steps": args.steps,
              "batch": args.batch, "held_out": integers}
    write(average, args.out, header)


main()
