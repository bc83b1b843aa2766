"""SVG chart of the CPU of a request against the size of the archive, on logarithmic scales."""

from html import escape
from math import ceil, floor, log10
from typing import Any

Findings = dict[str, Any]
WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 760, 420, 60, 40, 170, 50
COLOURS = ["#1b6ca8", "#d1495b", "#66a182", "#edae49", "#6d597a", "#00798c", "#a44a3f", "#4f5d75", "#8f2d56", "#2a9d8f"]
STYLE = "text{font:12px sans-serif;fill:#222} .grid{stroke:#ddd} .line{fill:none;stroke-width:2}"


def draw(growth: Findings, caption: str) -> str:
    """Return the chart of the findings of part ``growth``."""
    points = {name: {int(size): each["cpu_ms"] for size, each in case["sizes"].items()} for name, case in growth.items()}
    scale = Scale(points)
    lines = [_line(scale, name, each, COLOURS[number % len(COLOURS)]) for number, (name, each) in enumerate(points.items())]
    title = f'<text x="{LEFT}" y="20">CPU of a request against the size of the archive ({escape(caption)})</text>'
    body = "\n".join(
        [f"<style>{STYLE}</style>", '<rect width="100%" height="100%" fill="white"/>', title, *_grid(scale), *lines, *_legend(points)]
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">\n{body}\n</svg>\n'


class Scale:
    """Coordinates of sizes and costs in the chart."""

    def __init__(self, points: dict[str, dict[int, float]]) -> None:
        sizes = {size for each in points.values() for size in each}
        costs = {cost for each in points.values() for cost in each.values()}
        self.sizes = sorted(sizes)
        self.decades = range(floor(log10(min(costs))), ceil(log10(max(costs))) + 1)

    def x(self, size: int) -> float:
        width = log10(self.sizes[-1] / self.sizes[0]) or 1
        return LEFT + log10(size / self.sizes[0]) / width * (WIDTH - LEFT - RIGHT)

    def y(self, cost: float) -> float:
        share = (log10(cost) - self.decades[0]) / (len(self.decades) - 1 or 1)
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)


def _grid(scale: Scale) -> list[str]:
    rows = [
        f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{(y := scale.y(10.0**decade)):.1f}" y2="{y:.1f}"/>'
        f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{10.0**decade:g} ms</text>'
        for decade in scale.decades
    ]
    sizes = [
        f'<text x="{scale.x(size):.1f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">{size:,} claims</text>' for size in scale.sizes
    ]
    return rows + sizes


def _line(scale: Scale, name: str, costs: dict[int, float], colour: str) -> str:
    path = " ".join(f"{scale.x(size):.1f},{scale.y(cost):.1f}" for size, cost in sorted(costs.items()))
    return f'<polyline class="line" stroke="{colour}" points="{path}"><title>{name}</title></polyline>'


def _legend(points: dict[str, dict[int, float]]) -> list[str]:
    """Return the names in the order in which the lines end, the most expensive first."""
    colours = {name: COLOURS[number % len(COLOURS)] for number, name in enumerate(points)}
    by_cost = sorted(points, key=lambda name: -points[name][max(points[name])])
    return [
        f'<text x="{WIDTH - RIGHT + 12}" y="{TOP + 10 + 18 * number}" style="fill:{colours[name]}">{name}</text>'
        for number, name in enumerate(by_cost)
    ]
