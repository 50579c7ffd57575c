"""The rendered scenes from which the generic model learns: squares with up to fifty people, sparse to medium."""
import math
import random

SECONDS = 50
COUNT = 48


def scenes():
    """(name, scene file) of each; the same every time."""
    return [(f"prior-{i:02d}", scene(i)) for i in range(COUNT)]


def scene(number):
    """Camera, ground, light and crowd are drawn from a generator seeded by the number."""
    draw = random.Random(1000 + number)
    height, tilt, view = draw.uniform(4.5, 11), draw.uniform(20, 38), draw.uniform(48, 75)
    pattern = draw.choice(["tiles", "asphalt", "plain"]) if number % 3 else "tiles"
    luma, contrast = draw.randint(75, 165), draw.randint(5, 22)
    people = [10, 20, 40, 50][number % 4] * draw.uniform(0.8, 1.3)
    # Where the picture's bottom and a place 3.5 camera heights away meet the ground.
    near = height / math.tan(math.radians(tilt + 0.28 * view))
    far = min(38.0, 4.0 * height)
    half = far * math.tan(math.radians(view / 2))
    middle = (near + far) / 2
    seconds = 2 * half / 1.25
    rate = people * 60 / seconds / 4
    y = 0.5 - math.tan(math.radians(tilt) - math.atan(height / far)) / (2 * math.tan(math.radians(view / 2))) * 16 / 9
    top = max(0.02, min(0.6, y))
    streams = [
        ([[-half, near], [-half, far]], [[half, near], [half, far]]),
        ([[half, near], [half, far]], [[-half, near], [-half, far]]),
        ([[-half / 2, far], [half / 2, far]], [[-3, near - 3], [3, near - 3]]),
        ([[-3, near - 3], [3, near - 3]], [[-half / 2, far + 3], [half / 2, far + 3]]),
    ]
    lines = "".join(
        f"  - {{from: {points(a)}, to: {points(b)}, per_minute: {rate:.1f}, start_s: -90, speed: [0.8, 1.6]}}\n"
        for a, b in streams)
    return f"""version: 1
scene: prior-{number:02d}
seed: {number + 1}
seconds: {SECONDS}
loop: true
picture: {{width: 640, height: 360, fps: 5}}
camera: {{height_m: {height:.2f}, tilt_deg: {tilt:.1f}, field_of_view_deg: {view:.1f}, noise: {draw.randint(1, 4)}}}
light: {{azimuth_deg: {draw.randint(0, 359)}, elevation_deg: {draw.randint(20, 65)}, shadow: {draw.choice([0, 0.15, 0.3])}, clouds: 0.03}}
ground: {{pattern: {pattern}, luma: {luma}, contrast: {contrast}, size_m: {draw.uniform(0.4, 1.5):.2f}}}
walls:
  - {{from: [-60, {far + 12:.1f}], to: [60, {far + 12:.1f}], height_m: 16, pattern: bricks, luma: {draw.randint(80, 150)}, contrast: 18, size_m: 1.2}}
zones:
  - {{id: square, polygon: [[0, {top:.3f}], [1, {top:.3f}], [1, 1], [0, 1]]}}
streams:
{lines}"""


def points(list_):
    return "[" + ", ".join(f"[{x:.1f}, {y:.1f}]" for x, y in list_) + "]"
