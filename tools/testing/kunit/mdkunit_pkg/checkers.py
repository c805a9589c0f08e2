# SPDX-License-Identifier: GPL-2.0
"""The programs that lint and check use, and the packages they come in."""

from __future__ import annotations

import shutil

from . import packages
from .platforms import ALL

# Debian 12 and 13 both have it, and 7.3 wants 17 or newer.
CLANG = "clang-19"
PACKAGES = {"sparse": "sparse", CLANG: CLANG, "spatch": "coccinelle", "patch": "patch", "perl": "perl"}


def ensure(*commands: str, unpack: bool = False) -> None:
    """Install what commands and a build for all that "all" means lack, in one go."""
    lacking = [PACKAGES[command] for command in commands if not shutil.which(command)]
    packages.ensure(packages.missing(ALL, unpack) + lacking)
