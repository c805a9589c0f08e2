# SPDX-License-Identifier: GPL-2.0
"""Runs a generated job as its own main() does, less the wait for a network."""

import sys
import traceback

path, workspace = sys.argv[1:]
job = {"__name__": "job"}
with open(path, encoding="utf-8") as text:
    exec(compile(text.read(), path, "exec"), job)
try:
    instance = job["Job"](api_config=job["API_CONFIG_YAML"], node=job["NODE"], workspace=workspace)
    instance.submit(instance.run())
except Exception:
    # Nothing is submitted then, and what ran is lost.
    print(traceback.format_exc())
    sys.exit(1)
