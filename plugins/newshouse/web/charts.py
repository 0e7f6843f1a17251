"""Charts as SVG, made of numbers alone. Pure.

Colours and strokes are classes of the style sheet, so that they follow light and dark. Each chart has its numbers in a
table beside it; here it is one image with a label.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from markupsafe import Markup, escape

WIDTH, HEIGHT, LEFT, BOTTOM = 720, 160, 44, 20


def bars(label: str, moments: Sequence[datetime], values: Sequence[int], unit: str = "") -> Markup:
    """A bar for each moment. ``label`` says to a screen reader what is seen."""
    top = max([*values, 1])
    step = (WIDTH - LEFT) / max(len(values), 1)
    shapes = [
        Markup(
            '<rect class="bar" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"><title>{}: {}{}</title></rect>'
        ).format(
            LEFT + place * step,
            _y(value, top),
            max(step - 1, 0.5),
            _y(0, top) - _y(value, top),
            _hour(moment),
            value,
            unit,
        )
        for place, (moment, value) in enumerate(zip(moments, values, strict=True))
        if value
    ]
    return _framed(label, moments, f"{top}{unit}", shapes)


def lines(
    label: str, moments: Sequence[datetime], series: Sequence[tuple[str, Sequence[float | None]]], top_label: str
) -> Markup:
    """Lines over moments, None where there is no value; the first in class line0, the next in line1."""
    top = max([value for _, values in series for value in values if value is not None] or [1]) or 1
    step = (WIDTH - LEFT) / max(len(moments), 1)
    shapes = []
    for order, (_, values) in enumerate(series):
        points = [
            (LEFT + (place + 0.5) * step, _y(max(value, 0), top))
            for place, value in enumerate(values)
            if value is not None
        ]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        shapes.append(Markup('<polyline class="line{}" points="{}"/>').format(order, path))
        shapes += [
            Markup('<circle class="dot{}" cx="{:.1f}" cy="{:.1f}" r="2.5"/>').format(order, x, y) for x, y in points
        ]
    return _framed(label, moments, top_label, shapes)


def sparkline(label: str, values: Sequence[int]) -> Markup:
    """A small row of bars, oldest first."""
    top = max([*values, 1])
    shapes = Markup("").join(
        Markup('<rect class="bar" x="{}" y="{:.1f}" width="5" height="{:.1f}"/>').format(
            place * 6, 20 - max(value / top * 20, 0.5), max(value / top * 20, 0.5)
        )
        for place, value in enumerate(values)
    )
    size = Markup('viewBox="0 0 {0} 20" width="{0}" height="20"').format(len(values) * 6)
    return Markup('<svg class="spark" {} role="img" aria-label="{}">{}</svg>').format(size, label, shapes)


def shares(label: str, parts: Sequence[tuple[str, float]]) -> Markup:
    """One bar cut into parts: (class, share of the whole)."""
    shapes, x = [], 0.0
    for name, share in parts:
        shapes.append(
            Markup('<rect class="part-{}" x="{:.1f}" y="0" width="{:.1f}" height="10"/>').format(name, x, share * 300)
        )
        x += share * 300
    inner = Markup("").join(shapes)
    return Markup('<svg class="shares" viewBox="0 0 300 10" role="img" aria-label="{}">{}</svg>').format(label, inner)


def timeline(label: str, rows: Sequence[str], marks: Sequence[tuple[float, int, int, str]]) -> Markup:
    """Marks on a row for each name. A mark: where (0 to 1), its row, its group of colour (0 to 7), its title."""
    height = len(rows) * 18 + 8
    names = [
        Markup('<text x="0" y="{}">{}</text><line class="grid" x1="190" x2="{}" y1="{y}" y2="{y}"/>').format(
            place * 18 + 16, row[:28], WIDTH, y=place * 18 + 12
        )
        for place, row in enumerate(rows)
    ]
    dots = [
        Markup('<circle class="group{}" cx="{:.1f}" cy="{}" r="5"><title>{}</title></circle>').format(
            group, 198 + where * (WIDTH - 206), row * 18 + 12, title
        )
        for where, row, group, title in marks
    ]
    size = Markup('viewBox="0 0 {} {}"').format(WIDTH, height)
    inner = Markup("").join([*names, *dots])
    return Markup('<svg class="chart" {} role="img" aria-label="{}">{}</svg>').format(size, label, inner)


def _framed(label: str, moments: Sequence[datetime], top_label: str, shapes: Sequence[Markup]) -> Markup:
    ticks = []
    step = (WIDTH - LEFT) / max(len(moments), 1)
    for place, moment in enumerate(moments):
        if moment.astimezone(UTC).hour % 12 == 0:
            x = LEFT + place * step
            ticks.append(
                Markup(
                    '<line class="grid" x1="{0:.1f}" x2="{0:.1f}" y1="8" y2="{1}"/><text x="{0:.1f}" y="{2}">{3}</text>'
                ).format(x, HEIGHT - BOTTOM, HEIGHT - 5, _hour(moment))
            )
    frame = Markup(
        '<line class="axis" x1="{0}" x2="{1}" y1="{2}" y2="{2}"/>'
        '<text x="0" y="16">{3}</text><text x="0" y="{2}">0</text>'
    )
    inner = Markup("").join([*ticks, *shapes, frame.format(LEFT, WIDTH, HEIGHT - BOTTOM, top_label)])
    size = Markup('viewBox="0 0 {} {}"').format(WIDTH, HEIGHT)
    return Markup('<svg class="chart" {} role="img" aria-label="{}">{}</svg>').format(size, escape(label), inner)


def _y(value: float, top: float) -> float:
    return 8 + (1 - value / top) * (HEIGHT - BOTTOM - 8)


def _hour(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%m-%d %H:%M")
