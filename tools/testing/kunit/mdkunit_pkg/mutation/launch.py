# SPDX-License-Identifier: GPL-2.0
"""Run in the view of a kernel tree: prints, as JSON, the command with which
the tree's own kunit.py boots a kernel. A campaign boots thousands of times,
and most of what kunit.py adds to a boot is its own start.

Arguments: the tree, the build directory, the QEMU configuration or nothing,
then parameters of the kernel."""

from __future__ import annotations

import json
import os
import sys
from typing import Any, NoReturn


class _Started(Exception):
    """Carries the command that was about to be started."""


def _instead_of_starting(command: list[str], **_options: Any) -> NoReturn:
    raise _Started(command)


def command(tree: str, obj: str, qemu_config: str, parameters: list[str]) -> list[str]:
    # kunit.py goes there, too, and has relative paths.
    os.chdir(tree)
    sys.path.insert(0, f"{tree}/tools/testing/kunit")
    import kunit_kernel  # type: ignore[import-not-found]

    kunit_kernel.subprocess.Popen = _instead_of_starting
    linux = kunit_kernel.LinuxSourceTree(obj, kunitconfig_paths=[f"{obj}/.config"],
                                         qemu_config_path=qemu_config or None, arch=None if qemu_config else "um")
    try:
        for _line in linux.run_kernel(args=parameters, build_dir=obj):
            pass
    except _Started as started:
        return list(started.args[0])
    raise SystemExit("kunit.py starts nothing")


if __name__ == "__main__":
    told = sys.stdout
    sys.stdout = sys.stderr
    json.dump(command(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:]), told)
