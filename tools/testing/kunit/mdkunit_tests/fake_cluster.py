# SPDX-License-Identifier: GPL-2.0
"""Real daemons on loopback, in a directory of their own, for one test."""

from __future__ import annotations

import contextlib
import getpass
import os
import re
import socket
import subprocess
import time
import unittest
from pathlib import Path
from typing import Callable, Iterator, Sequence

from mdkunit_pkg import unpacked

_LIMIT_S = 30.0

# Slurm as it comes gives a whole node to each task and looks for the next
# every three seconds. Here it takes more tasks than there are processors, each
# as soon as it comes, and what ignores SIGTERM is killed soon.
_SLURM = """\
ClusterName=mdkunit
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={ports[0]}
SlurmdPort={ports[1]}
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/munge
AuthInfo=socket={top}/run/munge
StateSaveLocation={top}/state
SlurmdSpoolDir={top}/spool
SlurmctldPidFile={top}/slurmctld.pid
SlurmdPidFile={top}/slurmd.pid
ProctrackType=proctrack/pgid
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
ReturnToService=2
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerParameters=batch_sched_delay=0,sched_min_interval=0
SlurmdParameters=config_overrides
KillWait=5
CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
NodeName=mdkunit NodeHostname={host} NodeAddr=127.0.0.1 CPUs=8 State=UNKNOWN
PartitionName=all Nodes=mdkunit Default=YES MaxTime=INFINITE State=UP
"""
_SSHD = """\
Port {port}
ListenAddress 127.0.0.1
HostKey {top}/host
AuthorizedKeysFile {top}/user.pub
PidFile none
StrictModes no
PasswordAuthentication no
PermitRootLogin prohibit-password
UsePAM no
SetEnv {env}
"""


def free_ports(number: int) -> list[int]:
    with contextlib.ExitStack() as held:
        found = []
        for _port in range(number):
            one = held.enter_context(socket.socket())
            one.bind(("127.0.0.1", 0))
            found.append(one.getsockname()[1])
        return found


@contextlib.contextmanager
def daemon(argv: Sequence[str], log: Path, ready: Callable[[], bool], env: dict[str, str]) -> Iterator[None]:
    """argv in the foreground until the end of the block; by its id alone is it ended."""
    with open(log, "wb") as out:
        child = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=out, stderr=out, env=env)
        try:
            deadline = time.monotonic() + _LIMIT_S
            while not ready():
                if child.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(f"{argv[0]} does not come up: {log.read_text('utf-8', 'replace')[-600:]}")
                time.sleep(0.1)
            yield
        finally:
            child.terminate()
            try:
                child.wait(10)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


@contextlib.contextmanager
def slurm(top: Path, environment: dict[str, str]) -> Iterator[dict[str, str]]:
    """A cluster of one node; what sbatch's environment needs to find it."""
    for name in ("run", "state", "spool"):
        (top / name).mkdir(mode=0o755)
    key = top / "munge.key"
    key.touch(mode=0o600)
    key.write_bytes(os.urandom(1024))
    conf = top / "slurm.conf"
    plugins = unpacked.plugin_dir()
    conf.write_text(_SLURM.format(host=socket.gethostname().split(".")[0], ports=free_ports(2), top=top,
                                  user=getpass.getuser())
                    + (f"PluginDir={plugins}\n" if plugins else ""))
    env = dict(environment, SLURM_CONF=str(conf))
    with contextlib.ExitStack() as running:
        # By force, for nobody else is to reach its socket.
        munge = ["munged", "--foreground", "--force", f"--key-file={key}", f"--socket={top}/run/munge",
                 f"--pid-file={top}/run/munged.pid", f"--log-file={top}/run/munged.log", f"--seed-file={top}/run/seed"]
        running.enter_context(daemon(munge, top / "munged.out", (top / "run/munge").exists, env))
        running.enter_context(daemon(["slurmctld", "-D", "-i"], top / "slurmctld.out",
                                     lambda: _says(["squeue"], "JOBID", env), env))
        running.enter_context(daemon(["slurmd", "-D", "-N", "mdkunit", "-d", str(unpacked.program("slurmstepd"))],
                                     top / "slurmd.out", lambda: _says(["sinfo", "-h", "-o", "%T"], "idle", env), env))
        yield env


@contextlib.contextmanager
def sshd(top: Path, environment: dict[str, str], passed: Sequence[str]) -> Iterator[str]:
    """A login that asks nothing, as parallel's --sshlogin takes it; passed
    are names of environment's variables that it sets."""
    for name in ("host", "user"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(top / name)], check=True)
    port = free_ports(1)[0]
    setting = " ".join(f'"{name}={environment[name]}"' for name in passed if name in environment)
    (top / "sshd.conf").write_text(_SSHD.format(port=port, top=top, env=setting))
    if not os.geteuid():
        os.makedirs("/run/sshd", exist_ok=True)
    login = (f"ssh -F none -p {port} -i {top}/user -o BatchMode=yes -o StrictHostKeyChecking=no "
             f"-o UserKnownHostsFile={top}/known -o LogLevel=ERROR 127.0.0.1")

    def comes_in() -> bool:
        log = (top / "sshd.out").read_text("utf-8", "replace")
        if refused := re.search("User .* not allowed because .*", log):
            raise unittest.SkipTest(f"sshd: {refused.group()}")
        return not subprocess.run([*login.split(), "true"], env=environment, stdin=subprocess.DEVNULL,
                                  capture_output=True, check=False).returncode

    # sshd wants to be called by its whole path.
    with daemon([str(unpacked.program("sshd")), "-D", "-e", "-f", str(top / "sshd.conf")], top / "sshd.out",
                comes_in, environment):
        yield login


def logins(top: Path) -> int:
    """How often somebody came in."""
    return len(re.findall("Accepted publickey", (top / "sshd.out").read_text()))


def _says(command: Sequence[str], words: str, env: dict[str, str]) -> bool:
    done = subprocess.run(command, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    return words in done.stdout
