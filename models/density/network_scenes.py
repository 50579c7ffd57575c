"""The rendered scenes from which the density network learns: one moment of each of fifteen hundred places.

Heights from 2.6 to 14 metres, tilts from steep to flat, day, dusk and night, rain and snow, walkers, standing crowds of up to
6.5 persons per square metre, sitting groups, and places with nobody at all, whose benches, bins, trees and cars are no people.
"""
import math
import random

SECONDS = 1
COUNT = 1500


def scenes(count=COUNT):
    """(name, scene file) of each; the same every time."""
    return [(f"network-{i:04d}", scene(i)) for i in range(count)]


def scene(number):
    """Everything is drawn from a generator seeded by the number."""
    draw = random.Random(50_000 + number)
    height = 2.6 * (14 / 2.6) ** draw.random()
    tilt, view = draw.uniform(10, 48), draw.uniform(40, 85)
    place = Place(draw, height, tilt, view)
    kind = draw.choices(["walkers", "crowd", "mixed", "empty"], [3, 4, 4, 1])[0]
    parts = [head(draw, number), camera(draw, height, tilt, view), light(draw, place), ground(draw), walls(draw, place),
             boxes(draw, place), trees(draw, place), movers(draw, place)]
    if kind in ("walkers", "mixed"):
        parts.append(streams(draw, place))
    if kind in ("crowd", "mixed"):
        parts.append(crowds(draw, place))
    return "".join(parts)


class Place:
    """The ground that the camera sees: from `near` to `far` metres, and its half width at a distance."""

    def __init__(self, draw, height, tilt, view):
        half_view = math.atan(math.tan(math.radians(view / 2)) * 9 / 16)
        self.slope = math.tan(math.radians(view / 2))
        steep, flat = math.radians(tilt) + half_view, math.radians(tilt) - half_view
        self.near = height / math.tan(min(steep, 1.5))
        # Where a person of 1.7 m is ten pixels tall at the least.
        smallest = 1.7 * 320 / self.slope / 10
        seen = height / math.tan(flat) if flat > 0.02 else 1e9
        self.far = min(seen, smallest, self.near + draw.uniform(12, 70))
        self.height = height

    def half(self, distance):
        return self.slope * math.hypot(distance, self.height) * 0.95

    def spot(self, draw):
        distance = draw.uniform(self.near + 1, self.far)
        return draw.uniform(-1, 1) * self.half(distance), distance


def head(draw, number):
    weather = ""
    if draw.random() < 0.15:
        what = draw.choice(["rain", "snow", "fog", "wet"])
        most = 0.35 if what == "fog" else 0.8
        weather = f"weather: {{{what}: {draw.uniform(0.1, most):.2f}}}\n"
    return (f"version: 1\nscene: network-{number:04d}\nseed: {number + 1}\nseconds: {SECONDS}\n"
            f"picture: {{width: 640, height: 360, fps: 5, kbps: {draw.choice([80, 150, 400, 800, 1600, 3000])}}}\n{weather}")


def camera(draw, height, tilt, view):
    extra = ""
    if draw.random() < 0.08:
        extra += ", infra_red: true"
    if draw.random() < 0.2:
        extra += f", shutter_s: {draw.uniform(0.02, 0.08):.3f}"
    return (f"camera: {{height_m: {height:.2f}, tilt_deg: {tilt:.1f}, field_of_view_deg: {view:.1f}, "
            f"distortion: {draw.uniform(-0.12, 0):.3f}, noise: {draw.uniform(0.5, 5):.1f}{extra}}}\n")


def light(draw, place):
    level, lamps = draw.uniform(0.55, 1.25), ""
    if draw.random() < 0.2:
        level = draw.uniform(0.05, 0.4)
        spots = [place.spot(draw) for _ in range(draw.randint(1, 4))]
        lamps = ", lamps: [" + ", ".join(
            f"{{at: [{x:.1f}, {y:.1f}], radius_m: {draw.uniform(4, 14):.1f}, strength: {draw.uniform(0.2, 0.7):.2f}}}"
            for x, y in spots) + "]"
    return (f"light: {{azimuth_deg: {draw.randint(0, 359)}, elevation_deg: {draw.randint(12, 80)}, "
            f"shadow: {draw.choice([0, 0.1, 0.25, 0.4]):.2f}, clouds: {draw.uniform(0, 0.1):.2f}, level: {level:.2f}{lamps}}}\n")


def surface(draw, patterns):
    return (f"pattern: {draw.choice(patterns)}, luma: {draw.randint(45, 205)}, contrast: {draw.randint(3, 40)}, "
            f"size_m: {draw.uniform(0.1, 1.6):.2f}")


def ground(draw):
    return f"ground: {{{surface(draw, ['tiles', 'asphalt', 'plain', 'planks'])}}}\n"


def walls(draw, place):
    lines = []
    if draw.random() < 0.8:
        far = place.far + draw.uniform(1, 12)
        half = 2 * place.half(far)
        lines.append(f"  - {{from: [{-half:.1f}, {far:.1f}], to: [{half:.1f}, {far + draw.uniform(-0.2, 0.2) * half:.1f}], "
                     f"height_m: {draw.uniform(3, 18):.1f}, {surface(draw, ['bricks', 'panels', 'plain'])}}}\n")
    if draw.random() < 0.25:
        side = draw.choice([-1, 1]) * place.half(place.near) * draw.uniform(1.0, 1.8)
        lines.append(f"  - {{from: [{side:.1f}, {place.near:.1f}], to: [{side:.1f}, {place.far:.1f}], "
                     f"height_m: {draw.uniform(2.5, 8):.1f}, {surface(draw, ['bricks', 'panels', 'planks'])}}}\n")
    return "walls:\n" + "".join(lines) if lines else ""


def boxes(draw, place):
    lines = []
    for _ in range(draw.randint(0, 12)):
        x, y = place.spot(draw)
        size = draw.choice([(0.4, 0.4, 4), (2, 0.5, 0.5), (0.6, 0.6, 1.1), (2.2, 1.2, 2.2), (0.3, 0.3, 1.8)])
        lines.append(f"  - {{at: [{x:.1f}, {y:.1f}], extent_m: [{size[0]}, {size[1]}, {size[2]}], "
                     f"{surface(draw, ['plain', 'planks', 'panels'])}}}\n")
    return "boxes:\n" + "".join(lines) if lines else ""


def trees(draw, place):
    lines = []
    for _ in range(draw.choice([0, 0, 0, 1, 3])):
        x, y = place.spot(draw)
        lines.append(f"  - {{at: [{x:.1f}, {y:.1f}], height_m: {draw.uniform(4, 12):.1f}, crown_m: {draw.uniform(1, 3.5):.1f}}}\n")
    return "trees:\n" + "".join(lines) if lines else ""


def movers(draw, place):
    lines = []
    for _ in range(draw.choice([0, 0, 0, 1, 2])):
        (x, y), kind = place.spot(draw), draw.choice(["car", "van", "bus", "trolley", "bin", "bench", "cone"])
        lines.append(f"  - {{kind: {kind}, luma: {draw.randint(40, 210)}, "
                     f"path: [[-1, {x:.1f}, {y:.1f}], [9, {x + draw.uniform(-0.1, 0.1):.1f}, {y + 0.1:.1f}]]}}\n")
    return "movers:\n" + "".join(lines) if lines else ""


def streams(draw, place):
    """Walkers for a minute already: from side to side and from front to back."""
    lines = []
    far = min(place.far, place.near + 45)
    people = 90 ** draw.random() * 1.2
    half = place.half((place.near + far) / 2) + 2
    ways = [([-half, place.near + 1], [-half, far]), ([half, place.near + 1], [half, far]),
            ([-half / 2, far], [half / 2, far]), ([-2, place.near - 2], [2, place.near - 2])]
    for a, b in draw.sample([(0, 1), (1, 0), (2, 3), (3, 2)], draw.randint(1, 3)):
        seconds = (2 * half if a < 2 else far - place.near) / 1.25
        rate = min(2500, people * 60 / max(4, seconds) / 2)
        lines.append(f"  - {{from: {points(ways[a])}, to: {points(ways[b])}, per_minute: {rate:.1f}, "
                     f"start_s: -{max(20, min(90, 1.5 * seconds)):.0f}, groups: {draw.choice([0, 0.3, 0.6])}, speed: [0.6, 1.6]}}\n")
    return "streams:\n" + "".join(lines)


def crowds(draw, place):
    lines = []
    for _ in range(draw.choice([1, 1, 2, 3])):
        density = draw.choice([0.3, 0.8, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5])
        near = draw.uniform(place.near + 0.5, place.near + 0.5 * (place.far - place.near))
        far = near + draw.uniform(2, 16)
        middle, width = draw.uniform(-0.6, 0.6) * place.half(near), draw.uniform(2, 22)
        depth = min(far - near, 700 / density / width)
        lines.append(f"  - {{area: [[{middle - width / 2:.1f}, {near:.1f}], [{middle + width / 2:.1f}, {near + max(1, depth):.1f}]], "
                     f"density: {density}, facing: [{draw.uniform(-40, 40):.0f}, {draw.choice([-20, 60])}], "
                     f"mill_m: {draw.choice([0.05, 0.1, 0.3])}, sitting: {draw.choice([0, 0, 0, 0.15, 0.9])}}}\n")
    return "crowds:\n" + "".join(lines)


def points(pair):
    return "[" + ", ".join(f"[{x:.1f}, {y:.1f}]" for x, y in pair) + "]"
