# SPDX-License-Identifier: GPL-2.0
"""GNU parallel and Slurm: how each runs mdkunit cell, once for each cell, and
what it tells meanwhile."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import socket
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable, Generator, Optional, Sequence

from . import errors, packages, proc, progress
from .errors import Mend

# A cell ends itself after its minutes; the engine is to strike later, so that
# the cell still writes its result.
MARGIN_MINUTES = 10
# How often Slurm is asked: at first, and when hours have passed.
_PAUSE_S = (1.0, 15.0)
# A file may be seen later on this node than on the one that wrote it.
_LATE_S = 60.0

# A cell, "" for the engine itself, and a line of it.
Said = tuple[str, str]
Lines = Generator[Said, None, None]


@dataclass
class Job:
    """What is to be run; jobs is 0 for as many as the engine likes."""

    ids: list[str]
    # mdkunit cell and its options, but for the id.
    command: list[str]
    results: Path
    root: Path
    minutes: int
    jobs: int = 0
    hosts: list[str] = field(default_factory=list)
    # For the engine, as they are.
    options: list[str] = field(default_factory=list)


def parallel_command(job: Job) -> list[str]:
    """GNU parallel, here or on hosts where the project has the same path."""
    # Plain: without what a user's configuration would add to the output.
    words = ["parallel", "--plain", f"--jobs={job.jobs or 1}", "--halt=never", "--line-buffer", "--tag"]
    for host in job.hosts:
        words += ["--sshlogin", host]
    if job.hosts:
        # A result goes along if there is one: the host keeps it if it would
        # have found the same.
        file = f"{job.results}/{{}}.json"
        words += ["--rsync-opts=-rlDzR --ignore-missing-args", "--transferfile", file, "--return", file]
    return [*words, *job.options, f"{shlex.join(job.command)} {{}}", ":::", *job.ids]


def slurm_command(job: Job) -> list[str]:
    """A job array; --results is to be a directory that all nodes share."""
    script = f'set -- {shlex.join(job.ids)}\nshift "$SLURM_ARRAY_TASK_ID"\nexec {shlex.join(job.command)} "$1"'
    most = f"%{job.jobs}" if job.jobs else ""
    return ["sbatch", "--parsable", f"--job-name={_name()}", f"--array=0-{len(job.ids) - 1}{most}",
            f"--time={job.minutes + MARGIN_MINUTES}", f"--chdir={job.root}", f"--output={job.results}/slurm-%A_%a.log",
            *job.options, f"--wrap={script}"]


def _name() -> str:
    """Of this launcher's job array, also for one whose number it never got."""
    return f"mdkunit-{socket.gethostname()}-{os.getpid()}"


def parallel(job: Job) -> Lines:
    """All lines, as they come."""
    programs = ["parallel", *(["rsync"] if job.hosts else [])]
    packages.ensure([name for name in programs if not shutil.which(name)])
    if not _quiet(["parallel", "--version"]).stdout.startswith("GNU parallel"):
        raise Mend(errors.CONFIG, f"{shutil.which('parallel')} is not GNU parallel; {packages.how_to_get('parallel')}")
    with proc.started(parallel_command(job)) as child:
        assert child.stdout
        for line in child.stdout:
            # The first time, no result can go along.
            if job.hosts and re.match(r"parallel: Warning: .* will not be transferred", line):
                continue
            name, tab, text = line.rstrip("\n").partition("\t")
            yield (name, text) if tab and name in job.ids else ("", line.rstrip("\n"))


def slurm(job: Job) -> Lines:
    """The last line of each cell that has left the queue. sbatch --wait would
    tell nothing for hours, and looks every half a minute only."""
    for program in ("sbatch", "squeue", "scancel"):
        # Nothing is installed: a cluster is set up by those who run it, and
        # Debian's package starts a daemon.
        if not shutil.which(program):
            raise Mend(errors.CONFIG, f"there is no {program}; run this where Slurm's commands are (Debian: slurm-client)")
    started = time.monotonic()
    left = dict(enumerate(job.ids))
    gone: dict[int, float] = {}
    try:
        array = _submit(job)
        while left:
            time.sleep(min(max((time.monotonic() - started) / 60, _PAUSE_S[0]), _PAUSE_S[1]))
            queued = _queued(array)
            for task in [task for task in left if queued is not None and task not in queued]:
                text = _last(job.results / f"slurm-{array}_{task}.log")
                if text or time.monotonic() - gone.setdefault(task, time.monotonic()) > _LATE_S:
                    yield left.pop(task), text or "Slurm dropped it before it began"
    except Mend:
        raise
    except BaseException:
        progress.say("cancelling what Slurm has of this")
        _quiet(["scancel", "--me", f"--name={_name()}"])
        raise


def _submit(job: Job) -> str:
    """Slurm's number for the job array."""
    done = _quiet(slurm_command(job))
    number = re.match(r"\d+", done.stdout)
    if done.returncode or not number:
        why = done.stderr.strip().splitlines() or ["it says nothing"]
        raise Mend(errors.CONFIG, f"sbatch takes no job ({why[-1]}); sinfo shows the cluster's state")
    progress.say(f"job {number.group()} of Slurm; squeue --me shows it")
    return number.group()


def _queued(array: str) -> Optional[set[int]]:
    """The tasks that wait or run; None if Slurm does not answer, which it
    may do again."""
    done = _quiet(["squeue", "--me", "--noheader", "--array", "--format=%F %K"])
    if done.returncode:
        progress.say(f"squeue: {done.stderr.strip()[-200:] or 'no answer'}; asking again")
        return None
    pairs = [line.split() for line in done.stdout.splitlines()]
    return {int(pair[1]) for pair in pairs if len(pair) == 2 and pair[0] == array and pair[1].isdigit()}


def _last(log: Path) -> str:
    """Its last line; nothing if there is no log."""
    try:
        lines = log.read_text("utf-8", "replace").split("\n")
    except OSError:
        return ""
    return next((line.strip() for line in reversed(lines) if line.strip()), "it ended without a word")


def _quiet(command: Sequence[str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)


COMMANDS: dict[str, Callable[[Job], list[str]]] = {"parallel": parallel_command, "slurm": slurm_command}
RUN: dict[str, Callable[[Job], Lines]] = {"parallel": parallel, "slurm": slurm}
