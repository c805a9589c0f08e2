# SPDX-License-Identifier: GPL-2.0
"""Recognise what a kernel prints when it finds fault with itself."""

from __future__ import annotations

import re
from typing import Optional

# Formats that only the kernel prints, whole enough that the message of a
# failed expectation does not look like one by chance.
_STRICT = re.compile("|".join((
    r"WARNING: CPU: \d+ PID: \d+ at ",
    r"WARNING: \S+:\d+ at ",
    r"WARNING: (possible (circular|recursive|irq lock)|inconsistent lock state|suspicious RCU usage"
    r"|bad unlock balance|held lock freed|lock held when returning|Nested lock was not taken"
    r"|SOFTIRQ-\w+ -> |HARDIRQ-\w+ -> |can't dereference|kobject bug|stack recursion)",
    r"(\[ )?BUG: (KASAN|KCSAN|KFENCE|KMSAN): ",
    r"(\[ )?BUG: (Bad |sleeping function called|scheduling while atomic|unable to handle|kernel NULL"
    r"|using \w+\(\) in preemptible|spinlock|rwlock|soft lockup|workqueue|non-zero pgtables_bytes"
    r"|Invalid wait context|MAX_LOCK|key |stack guard page|looking up invalid|TASK stack|bad )",
    r"kernel BUG at \S+:\d+!",
    r"(Internal error: )?Oops[: ]",
    r"general protection fault",
    r"(divide|invalid opcode|int3|stack segment|double fault|traps):? .*\[#\d+\]",
    r"Kernel panic - not syncing",
    r"UBSAN: \S+ in \S+",
    r"kmemleak: \d+ new suspected memory leaks",
    r"unreferenced object 0x",
    r"page_table_check|get_page_bootmem: bad",
    r"bad: scheduling ",
    r"(list_add|list_del) corruption",
    r"slab .*(corruption|overwritten)|pagealloc: (memory corruption|single bit error)",
    r"=+ ?BUG \S+",
    r"\S+\.c:\d+: bad p[gpum4]+d ",
    r"INFO: (task \S+ blocked for more than|trying to register non-static key|rcu_\w+ )",
    r"(rcu: )?INFO: rcu_\w+ (self-)?detected",
    r"watchdog: BUG: soft lockup",
    r"DEBUG_LOCKS_WARN_ON",
    r"turning off the locking correctness validator",
    r"Segfault with no mm",
    r"Memory manager not clean during takedown",
)))
# Anything else that begins like a complaint, where no failed expectation
# is being printed.
_LOOSE = re.compile(r"(\[ )?BUG: \S|WARNING: \S|Unable to handle kernel ")
# Lines that belong to the complaint before them.
_FOLLOWS = re.compile(r"Oops[: ]|Kernel panic - not syncing|kernel BUG at|general protection fault"
                      r"|unreferenced object|turning off the locking|DEBUG_LOCKS_WARN_ON")
_CUT = re.compile(r"-+\[ cut here \]-+")
_TRACE = re.compile(r"(CPU: |Modules linked in|Tainted: |Hardware name: |Call Trace|Stack:|RIP: |Code: |-----|=====|$)")
_NOISE = re.compile(r"CPU: \d+ (UID: \d+ )?PID: \d+ (?=at )")


class Scanner:
    """Finds complaints in lines that are no KTAP."""

    def __init__(self) -> None:
        self._after_cut = False
        self._message = ""
        self._open = False
        self._told = True
        # What WARN() was told to print, where that follows its WARNING.
        self.afterword = ""

    def settle(self) -> None:
        """A case has ended: what comes next is a complaint of its own."""
        self._open = False

    def feed(self, text: str, in_failure: bool) -> Optional[str]:
        """The complaint that text begins, if it does."""
        self.afterword = ""
        if _CUT.match(text):
            self._after_cut, self._message = True, ""
            return None
        found = _STRICT.match(text)
        if not found and not (in_failure and not self._after_cut):
            found = _LOOSE.match(text)
        if not found:
            if self._after_cut:
                # WARN() prints its message between the cut and the WARNING.
                self._message, self._after_cut = text.strip(), False
            elif not self._told and not _TRACE.match(text):
                self.afterword = text.strip()
            self._told = True
            return None
        self._after_cut = False
        if self._open and _FOLLOWS.match(text):
            return None
        self._open = True
        message, self._message = self._message, ""
        self._told = bool(message) or not (text.startswith("WARNING: ") and " at " in text)
        plain = _NOISE.sub("", text.strip())
        return f"{plain} ({message})" if message else plain
