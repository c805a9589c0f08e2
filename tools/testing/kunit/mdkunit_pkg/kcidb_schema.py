# SPDX-License-Identifier: GPL-2.0
"""What KCIDB v5.3 asks of a submission, in our words.

Its fields are all here, also those that mdkunit does not write, so that
submissions of others can be held against this as well. What is left out is
the form of dates, addresses and message ids.
"""

from __future__ import annotations

import re
from typing import Any, Iterator

from . import modules

VERSION = {"major": 5, "minor": 3}
LONGEST_EXCERPT = 16384
ORIGIN = r"^[a-z0-9_]+$"
STATUSES = ("FAIL", "ERROR", "MISS", "PASS", "DONE", "SKIP")
Schema = dict[str, Any]

_TEXT: Schema = {"type": "string", "pattern": r"^[^\0]*$"}
_PLAIN: Schema = {"type": "string"}
_EXCERPT: Schema = {**_TEXT, "maxLength": LONGEST_EXCERPT}
_ID: Schema = {"type": "string", "pattern": r"^[a-z0-9_]+:[^\0]*$"}
_ORIGIN: Schema = {"type": "string", "pattern": ORIGIN}
_PATH: Schema = {"type": "string", "pattern": r"^([a-zA-Z0-9_-]+(\.[a-zA-Z0-9_-]+)*)?$"}
_STATUS: Schema = {"type": "string", "enum": list(STATUSES)}
_MISC: Schema = {"type": "object"}
_FLAG: Schema = {"type": "boolean"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_NUMBER: Schema = {"type": "number"}


def _object(required: str, **fields: Schema) -> Schema:
    return {"type": "object", "additionalProperties": False, "required": required.split(), "properties": fields}


def _list(item: Schema) -> Schema:
    return {"type": "array", "items": item}


_FILES = _list(_object("name url", name={"type": "string", "pattern": r"^[^/\0]+$"}, url=_PLAIN))
# What objects of every kind may have.
_ANY = {"_timestamp": _PLAIN, "id": _ID, "origin": _ORIGIN, "comment": _TEXT, "misc": _MISC}
_LOG = {"log_url": _PLAIN, "log_excerpt": _EXCERPT}
_RUN = {**_LOG, "start_time": _PLAIN, "duration": _NUMBER, "status": _STATUS, "input_files": _FILES,
        "output_files": _FILES}
_CHECKOUT = _object(
    "id origin", **_ANY, **_LOG, tree_name=_TEXT, valid=_FLAG, start_time=_PLAIN, message_id=_PLAIN,
    git_repository_url={"type": "string", "pattern": r"^https://[^\0]*$"}, git_repository_branch=_TEXT,
    git_repository_branch_tip=_FLAG, git_commit_hash={"type": "string", "pattern": "^[0-9a-f]{40}$"},
    git_commit_name=_TEXT, git_commit_message=_TEXT, git_commit_tags=_list(_TEXT), patchset_files=_FILES,
    patchset_hash={"type": "string", "pattern": "^$|^[0-9a-f]{64}$"}, origin_builds_finish_time=_PLAIN,
    origin_tests_finish_time=_PLAIN)
_BUILD = _object(
    "checkout_id id origin", **_ANY, **_RUN, checkout_id=_ID, command=_TEXT, compiler=_TEXT, config_name=_TEXT,
    config_url=_PLAIN, architecture={"type": "string", "pattern": "^[a-z0-9_]*$"})
_TEST = _object(
    "build_id id origin", **_ANY, **_RUN, build_id=_ID, path=_PATH,
    environment=_object("", comment=_TEXT, misc=_MISC, compatible=_list(
        {"type": "string", "pattern": r"^[^ \0]+(,[^ \0]+)*$"})),
    number=_object("value", value=_NUMBER, unit=_TEXT, prefix={"type": "string", "enum": ["metric", "binary"]}))
_ISSUE = _object(
    "id version origin", **_ANY, version=_COUNT, categories=_list(_PATH), report_url=_PLAIN, report_subject=_TEXT,
    culprit=_object("", code=_FLAG, tool=_FLAG, harness=_FLAG))
_INCIDENT = _object(
    "id origin issue_id issue_version", **_ANY, issue_id=_ID, issue_version=_COUNT, build_id=_ID, test_id=_ID,
    present=_FLAG)
SCHEMA = _object(
    "version", version=_object("major", major={"type": "integer", "enum": [VERSION["major"]]},
                               minor={"type": "integer", "enum": list(range(VERSION["minor"] + 1))}),
    checkouts=_list(_CHECKOUT), builds=_list(_BUILD), tests=_list(_TEST), issues=_list(_ISSUE),
    incidents=_list(_INCIDENT))

_TYPES: dict[str, Any] = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int,
                          "number": (int, float)}
# Field -> the list in which the object that it names must be.
_LINKS = {"checkout_id": "checkouts", "build_id": "builds", "test_id": "tests", "issue_id": "issues"}


def faults(document: Any) -> list[str]:
    """What keeps document from being a submission that is complete in
    itself; nothing if it is one."""
    found = schema_faults(document) or [*_nulls(document, ""), *_broken_links(document)]
    jsonschema = modules.load("jsonschema")
    if jsonschema and not found:
        found = [f"{'.'.join(map(str, error.path))}: {error.message}"
                 for error in jsonschema.Draft7Validator(SCHEMA).iter_errors(document)]
    return found


def schema_faults(document: Any) -> list[str]:
    """What KCIDB would refuse; it takes objects whose build is not there."""
    return list(_faults(document, SCHEMA, ""))


def _faults(value: Any, schema: Schema, where: str) -> Iterator[str]:
    kind = schema["type"]
    # To Python, true is a number.
    if not isinstance(value, _TYPES[kind]) or (isinstance(value, bool) and kind != "boolean"):
        yield f"{where or 'the whole'} is no {kind}"
    elif "enum" in schema and value not in schema["enum"]:
        yield f"{where}: {value!r} is none of {', '.join(map(str, schema['enum']))}"
    elif "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{where}: {value!r} does not match {schema['pattern']}"
    elif len(value if kind == "string" else "") > schema.get("maxLength", LONGEST_EXCERPT * LONGEST_EXCERPT):
        yield f"{where} is longer than {schema['maxLength']} characters"
    elif kind in ("integer", "number") and value < schema.get("minimum", value):
        yield f"{where}: {value} is less than {schema['minimum']}"
    elif kind == "array":
        for number, item in enumerate(value):
            yield from _faults(item, schema["items"], f"{where}[{number}]")
    elif kind == "object":
        yield from _object_faults(value, schema, where)


def _object_faults(value: dict[str, Any], schema: Schema, where: str) -> Iterator[str]:
    if "properties" not in schema:
        return
    for name in schema["required"]:
        if name not in value:
            yield f"{where or 'the whole'} lacks {name}"
    for name, field in value.items():
        if name not in schema["properties"]:
            yield f"{where or 'the whole'} has a {name}, which KCIDB does not know"
        else:
            yield from _faults(field, schema["properties"][name], f"{where}.{name}".lstrip("."))


def _nulls(value: Any, where: str) -> Iterator[str]:
    """Also those below misc, whose fields are free."""
    if value is None:
        yield f"{where} is null"
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, item in items:
        yield from _nulls(item, f"{where}.{name}".lstrip("."))


def _broken_links(document: dict[str, Any]) -> Iterator[str]:
    lists = {name: objects for name, objects in document.items() if name != "version"}
    known = {name: [one["id"] for one in objects] for name, objects in lists.items()}
    for name, ids in known.items():
        for twice in sorted({one for one in ids if ids.count(one) > 1} if len(set(ids)) < len(ids) else ()):
            yield f"{name}: {twice} exists more than once"
    sets = {name: set(ids) for name, ids in known.items()}
    for name, objects in lists.items():
        for one in objects:
            if not one["id"].startswith(f"{one['origin']}:"):
                yield f"{name}: {one['id']} does not begin with its origin"
            for field, target in _LINKS.items():
                if field in one and one[field] not in sets.get(target, set()):
                    yield f"{name}: {one['id']} has the {field} {one[field]}, which is not there"
