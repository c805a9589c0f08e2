# SPDX-License-Identifier: GPL-2.0
"""mdkunit hook: presubmit before every git push of a kernel clone."""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from pathlib import Path

from . import errors
from .errors import Mend
from .git import Repository

_OURS = "# Made by mdkunit hook install; mdkunit hook remove takes it away."
_HOOK = "#!/bin/sh\n# SPDX-License-Identifier: GPL-2.0\n{ours}\nexec {mdkunit} presubmit --pushed --kdir .\n"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=("install", "remove"), help="of the pre-push hook of a clone")
    parser.add_argument("--kdir", type=Path, default=Path("."), metavar="DIR", help="a clone of the kernel (default: .)")


def main(args: argparse.Namespace) -> int:
    path = Repository(args.kdir.expanduser().resolve()).hooks() / "pre-push"
    ours = path.is_file() and _OURS in path.read_text("utf-8", "replace")
    if os.path.lexists(path) and not ours:
        raise Mend(errors.CONFIG, f"{path} is not mdkunit's and stays as it is; "
                                  "call mdkunit presubmit --pushed --kdir . from it")
    if args.action == "remove":
        if not ours:
            raise Mend(errors.USAGE, f"there is no {path}; nothing is to be removed")
        path.unlink()
        print(f"removed {path}")
        return errors.PASSED
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".mdkunit")
    partial.write_text(_HOOK.format(ours=_OURS, mdkunit=shlex.quote(str(Path(sys.argv[0]).resolve()))), "utf-8")
    partial.chmod(0o755)
    partial.replace(path)
    print(f"installed {path}; git push --no-verify goes without it")
    return errors.PASSED
