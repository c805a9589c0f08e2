# SPDX-License-Identifier: GPL-2.0
"""Small pieces of HTML; text is always escaped."""

from __future__ import annotations

import html
from typing import Iterable, Sequence


def text(value: object) -> str:
    return html.escape(str(value))


def tag(name: str, inner: str, kind: str = "", more: str = "") -> str:
    """An element; inner is HTML already."""
    attributes = (f' class="{kind}"' if kind else "") + (f" {more}" if more else "")
    return f"<{name}{attributes}>{inner}</{name}>"


def section(name: str, title: str, inner: str) -> str:
    return tag("section", tag("h2", text(title)) + inner, more=f'id="{name}"')


def row(cells: Iterable[str], kind: str = "") -> str:
    """The first cell names the row."""
    first, *others = cells
    return tag("tr", tag("th", first, more='scope="row"') + "".join(tag("td", one) for one in others), kind)


def table(head: Sequence[str], rows: Iterable[str], kind: str = "") -> str:
    """In a box of its own, which scrolls where the page is narrow."""
    top = tag("thead", tag("tr", "".join(tag("th", text(one), more='scope="col"') for one in head)))
    return tag("div", tag("table", top + tag("tbody", "".join(rows)), kind), "wide", 'tabindex="0"')


def details(summary: str, inner: str, kind: str = "") -> str:
    return tag("details", tag("summary", summary) + inner, kind)


def bar(parts: Sequence[tuple[str, int]]) -> str:
    """Shares of a whole, as (class, number)."""
    whole = sum(number for _kind, number in parts) or 1
    inner = "".join(f'<i class="{kind}" style="width:{100 * number / whole:.2f}%"></i>'
                    for kind, number in parts if number)
    said = ", ".join(f"{number} {kind}" for kind, number in parts)
    return tag("span", inner, "bar", f'role="img" aria-label="{text(said)}"')
