# SPDX-License-Identifier: GPL-2.0
"""Python modules that Debian packages and nothing here insists on."""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import Optional

from . import packages
from .errors import Mend

PACKAGES = {"jinja2": "python3-jinja2", "jsonschema": "python3-jsonschema", "yaml": "python3-yaml"}
_DEBIAN = "/usr/lib/python3/dist-packages"


def load(name: str) -> Optional[ModuleType]:
    """The module, also for a python3 that is not Debian's; None without."""
    try:
        return importlib.import_module(name)
    except ImportError:
        pass
    if _DEBIAN not in sys.path:
        # Behind everything else: only what is missing is wanted from there.
        sys.path.append(_DEBIAN)
        importlib.invalidate_caches()
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def ensure() -> None:
    """Install those that are missing; what needs them says so if it fails."""
    lacking = [package for name, package in PACKAGES.items() if load(name) is None]
    try:
        packages.ensure(lacking)
    except Mend:
        return
    importlib.invalidate_caches()


def missing(*names: str) -> str:
    """Why a test of what needs names is skipped; nothing if it is not."""
    lacking = [PACKAGES[name] for name in names if load(name) is None]
    return f"{packages.how_to_get(*lacking)}, for they are missing" if lacking else ""
