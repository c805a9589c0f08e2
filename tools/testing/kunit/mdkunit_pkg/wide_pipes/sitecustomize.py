# SPDX-License-Identifier: GPL-2.0
"""What Python loads by itself in a kunit.py that mdkunit starts.

UML's console drops what does not fit into the pipe to kunit.py, which on a
busy host reads late: of a log of the whole suite more than half was lost to a
reader that slept. The largest pipe that anybody may have holds all of it.
"""

import subprocess
from typing import Any

# Found beside this file, which is all that PYTHONPATH leads to.
from room import widen  # type: ignore[import-not-found]

_start = subprocess.Popen.__init__


def _start_with_room(self: "subprocess.Popen[Any]", *args: Any, **options: Any) -> None:
    _start(self, *args, **options)
    if self.stdout:
        widen(self.stdout)


subprocess.Popen.__init__ = _start_with_room  # type: ignore[assignment,method-assign]
