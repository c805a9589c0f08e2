# SPDX-License-Identifier: GPL-2.0
"""The cells as a child pipeline of GitLab."""

from __future__ import annotations

import json
import shlex

from . import errors
from .engines import MARGIN_MINUTES, Job
from .errors import Mend

# GitLab refuses a matrix of more jobs.
_MOST = 200
# Each cell has a cache of its own: what has a verdict is not run again when a
# pipeline is retried, as anywhere else.
_PIPELINE = """\
# SPDX-License-Identifier: GPL-2.0
.mdkunit:
  stage: test
  image: debian:trixie
  before_script:
    - apt-get update -q
    - apt-get install -q -y --no-install-recommends gcc make python3 git

mdkunit:
  extends: .mdkunit
  timeout: {minutes} minutes
  parallel:
    matrix:
      - CELL:
{ids}  script:
    - {script}
  cache:
    key: "mdkunit-$CELL"
    when: always
    paths:
      - {results}
  artifacts:
    when: always
    paths:
      - {results}

mdkunit-merge:
  extends: .mdkunit
  needs:
    - mdkunit
  when: always
  script:
    - {merge}
  artifacts:
    when: always
    paths:
      - run.json
    reports:
      junit: junit.xml
"""


def pipeline(job: Job) -> str:
    """Two jobs in YAML: the cells, and their results as one."""
    if len(job.ids) > _MOST:
        raise Mend(errors.CONFIG, f"GitLab takes {_MOST} jobs in a matrix, these are {len(job.ids)}; "
                                  "choose some with --only")
    if job.results.is_absolute() or ".." in job.results.parts:
        raise Mend(errors.USAGE, f"--results {job.results}: GitLab keeps what is below a job's checkout only; "
                                 "give a path that begins there")
    # Strings of JSON are strings of YAML.
    ids = "".join(f"          - {json.dumps(name)}\n" for name in job.ids)
    script = json.dumps(f'{shlex.join(job.command)} "$CELL"')
    merge = json.dumps(shlex.join([job.command[0], "merge", str(job.results), "--json", "run.json",
                                   "--junit", "junit.xml"]))
    return _PIPELINE.format(minutes=job.minutes + MARGIN_MINUTES, ids=ids, script=script, merge=merge,
                            results=json.dumps(f"{job.results}/"))
