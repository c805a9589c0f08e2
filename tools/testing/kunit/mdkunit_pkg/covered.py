# SPDX-License-Identifier: GPL-2.0
"""Which changes to a kernel the suite can say something about."""

from __future__ import annotations

import fnmatch

from .git import Commit

# File -> the functions whose work rows observe; everything where none is named.
COVERED: dict[str, tuple[str, ...]] = {
    "mm/migrate_device.c": (),
    "mm/memremap.c": (),
    "include/linux/migrate.h": (),
    "include/linux/memremap.h": (),
    "include/linux/rmap.h": (),
    "include/linux/swapops.h": (),
    "include/linux/leafops.h": (),
    "mm/page_vma_mapped.c": (),
    "mm/rmap.c": ("*try_to_migrate*", "*try_to_unmap*", "*rmap*", "*tlb*"),
    "mm/migrate.c": ("*migration_pte*", "folio_migrate_*", "migrate_folio*", "*expected_refs*"),
    "mm/ksm.c": ("write_protect_page", "replace_page"),
    "mm/gup.c": ("gup_fast_*", "gup_must_unshare", "try_grab_*"),
    "mm/memory.c": ("do_swap_page", "*nonpresent*", "*exclusive*", "copy_present_*", "zap_*", "*anonymous*"),
    "mm/huge_memory.c": ("*split*", "*migration_entry*", "*zero*", "*anonymous*", "*device*", "copy_huge_pmd",
                         "zap_huge_pmd"),
    "mm/mmu_notifier.c": (),
    "mm/swap_state.c": (),
    "mm/Makefile": (),
    "mm/Kconfig": (),
}
# What UML compiles differently or not at all.
X86_64_ONLY = ("*pmd*", "*huge*", "*split*", "*soft_dirty*", "*uffd*", "gup_fast_*")


def reasons(commit: Commit) -> list[str]:
    """What of commit is covered, as file or file:function."""
    found = []
    for path, functions in commit.touched.items():
        if path not in COVERED:
            continue
        patterns = COVERED[path]
        hit = [name for name in sorted(functions) if any(fnmatch.fnmatchcase(name, one) for one in patterns)]
        if not patterns:
            found.append(path)
        elif hit:
            found.append(f"{path}:{hit[0]}()")
    return found


def why_not(commit: Commit) -> str:
    near = [path for path in commit.touched if path in COVERED]
    if not near:
        return "it touches no file that the suite covers"
    return f"of {', '.join(near)} it touches other functions than those that the suite covers"


def needs_x86_64(commit: Commit) -> bool:
    """Whether UML would not even compile what commit changes."""
    names = [name for path, functions in commit.touched.items() if path in COVERED for name in functions]
    return bool(names) and all(any(fnmatch.fnmatchcase(name, one) for one in X86_64_ONLY) for name in names)
