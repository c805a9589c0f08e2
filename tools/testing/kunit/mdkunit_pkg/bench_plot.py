# SPDX-License-Identifier: GPL-2.0
"""The costs that bench measured, drawn with nothing but text."""

from __future__ import annotations

import html
import math
from typing import Protocol, Sequence

_WIDTH, _HEIGHT = 720, 420
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 690, 60, 360
_COLOURS = {"as_written": "#b03030", "batched": "#2060a0"}
_DASHES = ("", "6 4")


class Measured(Protocol):
    """What is drawn of a point."""

    @property
    def beside(self) -> str: ...
    @property
    def pages(self) -> int: ...
    @property
    def as_written(self) -> float: ...
    @property
    def batched(self) -> float: ...


def svg(points: Sequence[Measured], title: str) -> str:
    """A plot with logarithmic axes: pages to the right, ns a page upwards."""
    costs = [cost for point in points for cost in (point.as_written, point.batched) if cost > 0]
    low, high = math.floor(math.log10(min(costs))), math.ceil(math.log10(max(costs)) + 1e-9)
    most = max(math.log2(point.pages) for point in points) or 1.0

    def at(pages: int, cost: float) -> str:
        right = _LEFT + (_RIGHT - _LEFT) * math.log2(pages) / most
        down = _BOTTOM - (_BOTTOM - _TOP) * (math.log10(cost) - low) / max(high - low, 1)
        return f"{right:.1f},{down:.1f}"

    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{_HEIGHT}" font-family="sans-serif" '
             'font-size="12">', f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>',
             _text(_LEFT, 20, "migrate_vma_collect(), ns a page by pages"), _text(_LEFT, 38, title, 9)]
    for power in range(low, high + 1):
        x, y = at(1, 10.0 ** power).split(",")
        parts.append(f'<line x1="{x}" y1="{y}" x2="{_RIGHT}" y2="{y}" stroke="#ddd"/>')
        parts.append(_text(10, float(y) + 4, f"{10 ** power:g} ns" if power >= 0 else f"{10.0 ** power:g} ns"))
    for pages in sorted({point.pages for point in points}):
        parts.append(_text(float(at(pages, 10.0 ** low).split(",")[0]) - 10, _BOTTOM + 20, str(pages)))
    for number, beside in enumerate(dict.fromkeys(point.beside for point in points)):
        for code, colour in _COLOURS.items():
            row = list(_COLOURS).index(code) + 2 * number
            line = " ".join(at(point.pages, getattr(point, code)) for point in points
                            if point.beside == beside and getattr(point, code) > 0)
            parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2" '
                         f'stroke-dasharray="{_DASHES[number % 2]}"/>')
            parts.append(_text(_LEFT + 155 * row, _HEIGHT - 12, f"{code}, {beside}", colour=colour))
    return "\n".join(parts) + "\n</svg>\n"


def _text(x: float, y: float, text: str, size: int = 12, colour: str = "black") -> str:
    return f'<text x="{x:.0f}" y="{y:.0f}" font-size="{size}" fill="{colour}">{html.escape(text)}</text>'
