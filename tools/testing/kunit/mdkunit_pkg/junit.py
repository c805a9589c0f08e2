# SPDX-License-Identifier: GPL-2.0
"""Results of cells as JUnit XML, which CI systems show."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

from . import judge

# XML 1.0 cannot hold them, not even escaped; logs can.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ELEMENT = {judge.FAIL: "failure", judge.ERROR: "error", judge.SKIP: "skipped"}


def text(cells: list[dict[str, Any]]) -> str:
    top = ElementTree.Element("testsuites", name="mdkunit")
    for cell in cells:
        _suite(top, cell)
    for name in ("tests", "failures", "errors", "skipped"):
        top.set(name, str(sum(int(suite.get(name, "0")) for suite in top)))
    ElementTree.indent(top)
    return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + ElementTree.tostring(top, "unicode") + "\n"


def _suite(top: ElementTree.Element, cell: dict[str, Any]) -> None:
    suite = ElementTree.SubElement(top, "testsuite", name=cell["cell"], time=str(cell["seconds"]))
    report = cell["report"] or {}
    for platform in report.get("platforms", []):
        for case in platform["cases"]:
            _case(suite, f"{cell['cell']}.{case['suite']}", case["case"], case["seconds"],
                  _ELEMENT.get(case["status"], ""), case["reason"])
        for number, complaint in enumerate((one for one in platform["complaints"] if not one["case"]), 1):
            _case(suite, cell["cell"], f"complaint_{number}", 0, "failure", complaint["text"])
    if cell["error"]:
        _case(suite, cell["cell"], "verdict", 0, "error", cell["error"])
    elif "total" in report:
        _case(suite, cell["cell"], "mutants", cell["seconds"], "failure" if cell["exit"] else "",
              "a mutant that is equivalent was killed")
    for name, element in (("tests", "testcase"), ("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(name, str(sum(1 for _one in suite.iter(element))))


def _case(suite: ElementTree.Element, group: str, name: str, seconds: float, element: str, why: str) -> None:
    case = ElementTree.SubElement(suite, "testcase", classname=_legal(group), name=_legal(name), time=str(seconds or 0))
    if element:
        ElementTree.SubElement(case, element, message=_legal(why or "no reason given"))


def _legal(words: str) -> str:
    return _ILLEGAL.sub("?", words)
