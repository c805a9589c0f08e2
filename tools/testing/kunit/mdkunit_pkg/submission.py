# SPDX-License-Identifier: GPL-2.0
"""From reports of mdkunit run to the objects of a KCIDB submission."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Optional

from . import errors, excerpt, judge
from .kcidb_schema import LONGEST_EXCERPT, VERSION
from .known_issues import Issue, KnownIssues
from .platforms import TABLE

Object = dict[str, Any]
_ROOT = "kunit"
# A case that another one's crash kept from running says nothing of the code.
_STATUS = {judge.PASS: "PASS", judge.FAIL: "FAIL", judge.SKIP: "SKIP", judge.ERROR: "MISS"}
_MACHINES = {name: f"{name} under QEMU" if platform.qemu_config else "User Mode Linux"
             for name, platform in TABLE.items()}
_LONGEST_COMMENT = 500
_PLATFORM = {"platform": str, "kernel": str, "kernel_source": str, "command": str, "config": list, "exit": int,
             "error": (str, type(None)), "seconds": dict, "repeats": int, "cases": list, "complaints": list}
_CASE = {"suite": str, "case": str, "status": str, "seconds": (int, float), "reason": str}
_COMPLAINT = {"text": str, "suite": (str, type(None)), "case": (str, type(None))}
_SEE = re.compile(r"; see (\S+)$")
_PLACE = re.compile(r" in (/|~).*$")


@dataclass
class Source:
    """What the caller knows of the kernel, and a report does not."""

    origin: str
    fields: dict[str, str] = field(default_factory=dict)


class Submission:
    """Objects by kind; those of the same input have the same ids."""

    def __init__(self, source: Source, known: KnownIssues) -> None:
        self.source, self.known = source, known
        self.withheld: set[str] = set()
        self._objects: dict[str, dict[str, Object]] = {
            kind: {} for kind in ("checkouts", "builds", "tests", "issues", "incidents")}

    def document(self) -> Object:
        lists = {kind: list(objects.values()) for kind, objects in self._objects.items() if objects}
        return {"version": dict(VERSION), **lists}

    def add(self, platform: Object) -> None:
        """One platform's part of a report; a second time it changes nothing."""
        build = self._build(platform, self._checkout(platform))
        logs = _excerpts(platform)
        for case in platform["cases"]:
            self._case(build, platform, case, logs)
        for number, complaint in enumerate(one for one in platform["complaints"] if not one["case"]):
            path = _path(complaint["suite"] or "")
            self._test(build, platform, f"{path}#{number + 1}", path, "FAIL", complaint["text"])
        if platform["exit"] not in (errors.PASSED, errors.FAILED) and _built(platform):
            where = _log_of(platform["error"] or "")
            log = excerpt.tail(where, LONGEST_EXCERPT) if where else ""
            self._test(build, platform, _ROOT, _ROOT, "MISS", _said(platform["error"]), log_excerpt=log)

    def _checkout(self, platform: Object) -> str:
        fields = dict(self.source.fields)
        name = _PLACE.sub("", platform["kernel_source"])
        one = self._id(f"mdkunit_{_digest(name, fields)}")
        self._put("checkouts", one, comment=name, valid=True, misc={"kernel": platform["kernel"]}, **fields)
        return one

    def _build(self, platform: Object, checkout: str) -> str:
        fields = {key: value for key, value in platform.items() if key not in ("log", "notes")}
        one = f"{checkout}_{platform['platform']}_{_digest(fields)}"
        failed = platform["exit"] == errors.BUILD
        where = _log_of(platform["error"] or "") if failed else None
        seconds = platform["seconds"]
        self._put("builds", one, checkout_id=checkout, architecture=platform["platform"], command=platform["command"],
                  status="FAIL" if failed else "PASS" if _built(platform) else "MISS",
                  comment="" if _built(platform) else _said(platform["error"]),
                  duration=round(seconds.get("configure", 0.0) + seconds.get("build", 0.0), 2),
                  config_name="+".join(Path(part).name.lstrip(".") for part in platform["config"]),
                  log_excerpt=excerpt.tail(where, LONGEST_EXCERPT) if where else "")
        return one

    def _case(self, build: str, platform: Object, case: Object, logs: dict[excerpt.Name, str]) -> None:
        suite, name, reason = case["suite"], case["case"], case["reason"]
        path = _path(suite, "" if name == judge.WHOLE_SUITE else name)
        log = logs.get((suite, name)) or reason if case["status"] == judge.FAIL else ""
        issue = self.known.find(reason) if case["status"] == judge.SKIP else None
        if issue and issue.withheld:
            self.withheld.add(issue.name)
            reason = "a known issue"
        test = self._test(build, platform, f"{suite}.{name}", path, _STATUS[case["status"]], reason,
                          duration=case["seconds"], log_excerpt=excerpt.clipped(log, LONGEST_EXCERPT))
        if issue and not issue.withheld:
            self._incident(test, issue)

    def _incident(self, test: str, issue: Issue) -> None:
        """That the row is about the issue; that it was seen nobody says, for
        the row was not run: there is no "present"."""
        name = self._id(f"mdkunit_{issue.name}")
        self._put("issues", name, version=1, report_subject=issue.text, culprit={"code": True},
                  misc={"page": issue.page, "crashes": issue.crashes})
        self._put("incidents", f"{test}_{issue.name}", issue_id=name, issue_version=1, test_id=test,
                  comment="the row that shows this issue was not run")

    def _test(self, build: str, platform: Object, name: str, path: str, status: str, comment: str,
              **more: Any) -> str:
        one = f"{build}_{name}"
        machine = platform["platform"]
        self._put("tests", one, build_id=build, path=path, status=status, comment=_cut(comment),
                  environment={"comment": _MACHINES.get(machine, machine), "misc": {"platform": machine}},
                  **more)
        return one

    def _put(self, kind: str, one: str, **fields: Any) -> None:
        # KCIDB takes no nulls, and what is not known is not there.
        kept = {key: value for key, value in fields.items() if value not in ("", None)}
        self._objects[kind][one] = {"id": one, "origin": self.source.origin, **kept}

    def _id(self, name: str) -> str:
        return f"{self.source.origin}:{name}"


def read(path: Path) -> list[Object]:
    """The platforms of a report; each has all that a submission is made of."""
    try:
        document = json.loads(path.read_text("utf-8"))
        platforms = document["platforms"]
        if document["version"] != 1:
            raise errors.Mend(errors.USAGE, f"{path} is a report of version {document['version']}, and only 1 is "
                                            "understood; use the mdkunit that wrote it")
        if not platforms:
            raise errors.Mend(errors.USAGE, f"{path} has nothing to submit, for the run ended before it had a "
                                            f"kernel: {document['error']}")
        for found in platforms:
            _check(found)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise errors.Mend(errors.USAGE, f"{path} is no report of mdkunit run --json") from error
    return list(platforms)


def _check(platform: Object) -> None:
    """Raise KeyError or TypeError for what lacks a field that is needed."""
    _has(platform, _PLATFORM)
    for case in platform["cases"]:
        _has(case, _CASE)
        _STATUS[case["status"]]
    for complaint in platform["complaints"]:
        _has(complaint, _COMPLAINT)


def _has(thing: Object, fields: dict[str, Any]) -> None:
    for name, kinds in fields.items():
        if not isinstance(thing[name], kinds):
            raise TypeError(name)


def _built(platform: Object) -> bool:
    """Whether there was a kernel to boot."""
    return platform["exit"] in (errors.PASSED, errors.FAILED, errors.HARNESS) or bool(platform["cases"])


def _excerpts(platform: Object) -> dict[excerpt.Name, str]:
    failed = {(case["suite"], case["case"]) for case in platform["cases"] if case["status"] == judge.FAIL}
    if not (failed and platform.get("log")):
        return {}
    try:
        with open(platform["log"], encoding="utf-8", errors="replace") as log:
            # The log is that of the last boot, in which a case may have passed.
            found = excerpt.of_cases(log, failed, passing=platform["repeats"] == 1)
    except OSError:
        return {}
    crash = excerpt.tail(Path(platform["log"]), LONGEST_EXCERPT)
    if any(case["status"] == judge.ERROR for case in platform["cases"]):
        # What took the kernel down has no result; its trace ends the log.
        found.update({name: crash for name in failed - set(found)})
    return found


def _path(*parts: str) -> str:
    words = [_ROOT, *filter(None, ".".join(parts).split("."))]
    return ".".join(re.sub(r"[^a-zA-Z0-9_-]", "_", word) for word in words)


def _log_of(error: str) -> Optional[Path]:
    found = _SEE.search(error)
    return Path(found.group(1)) if found else None


def _said(error: Optional[str]) -> str:
    """Without the place of a log, which only this machine has."""
    return _SEE.sub("", error or "")


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_COMMENT else text[:_LONGEST_COMMENT - 3] + "..."


def _digest(*parts: Any) -> str:
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]
