# SPDX-License-Identifier: GPL-2.0
"""What a series says in other words than the project, file by file.

Each edit is (path, pattern, replacement) and has to fit exactly once; a change
of the project that takes its place away is found by a unit test.
"""

from __future__ import annotations

import re

from .. import errors
from ..errors import Mend

# What README tells to report before it is published: a series on a list is
# published, so no row, clause or comment of it shows these.
UNREPORTED = ("restart_after_split", "wait_with_locks", "stale_fault_folio", "shared_huge_split",
              "zap_of_device_migration")

PAGE = "mm/migrate_device_kunit.rst"
COMPAT = "lib/mm_kunit/compat.h"
COMMON = "lib/mm_kunit/mm.h"

EDITS: list[tuple[str, str, str]] = [
    (COMPAT, r"What differs between the kernels .*?calls a wrapper from here\.\n",
     "The headers that the library needs, mm's own among them, and the few\n"
     " * things that would else be spelled out in several places.\n"),
    (COMPAT, r"#include <linux/version\.h>\n", ""),

    ("lib/mm_kunit/row.h", r" \* @since: first release that has it\n \* @until: first release without it[^\n]*\n", ""),
    ("lib/mm_kunit/row.h", r" \* @page: its page below Documentation/\n", ""),
    ("lib/mm_kunit/row.h", r"(struct mm_kunit_known_issue \{\n)\tunsigned int since;\n\tunsigned int until;\n", r"\1"),
    ("lib/mm_kunit/row.h", r"\tconst char \*page;\n", ""),
    ("lib/mm_kunit/row.h", r" \* @since: first release, KERNEL[^\n]*\n \* @until: first release that it is not for[^\n]*\n", ""),
    ("lib/mm_kunit/row.h", r"(struct mm_kunit_when \{\n)\tunsigned int since;\n\tunsigned int until;\n", r"\1"),
    ("lib/mm_kunit/row.h", r"struct mm_kunit_when - the kernels that a row is for", "struct mm_kunit_when - when a row runs"),
    ("lib/mm_kunit/row.h", r"a defect of released kernels", "a defect of the kernel"),
    ("lib/mm_kunit/row.h", r"skipped on the kernels that have\n \*\tit unless (mm_kunit\.known_issues=1)", r"skipped unless\n *\t\1"),
    ("lib/mm_kunit/row.h", r"void mm_kunit_row_skip\([^;]*;\n", ""),

    ("lib/mm_kunit/row.c", r"static bool within\(.*?\n}\n\n", ""),
    ("lib/mm_kunit/row.c", r"true on a kernel that has it, unless", "true unless"),
    ("lib/mm_kunit/row.c", r"return within\(issue->since, issue->until\) && !runs_anyway\(issue\);",
     "return !runs_anyway(issue);"),
    ("lib/mm_kunit/row.c", r"\tif \(when->since > MM_KUNIT_KERNEL\)\n.*?\telse if \(!mm_kunit_has_feature",
     "\tif (!mm_kunit_has_feature"),
    ("lib/mm_kunit/row.c", r"\(see Documentation/%s\)\",", f'(see Documentation/{PAGE})",'),
    ("lib/mm_kunit/row.c", r"issue->reason, issue->page\)", "issue->reason)"),
    ("lib/mm_kunit/row.c", r"/\*\*\n \* mm_kunit_row_skip\(\).*?\n}\n\n", ""),
    ("lib/mm_kunit/row.c", r"mm_kunit_row_skip\(test, row, reason\);", 'kunit_skip(test, "%s", reason);'),
    ("lib/mm_kunit/row.c", r"static void skip_unless\(struct kunit \*test, const char \*row,\n\t\t\tconst",
     "static void skip_unless(struct kunit *test,\n\t\t\tconst"),
    ("lib/mm_kunit/row.c", r"skip_unless\(test, row, when\);", "skip_unless(test, when);"),

    ("lib/mm_kunit/row.c", r"that processor drains it\. Ends of cases call this as well as beginnings:\n"
     r" \* later kernels have a thread for each\.",
     "that processor drains it. Ends of cases call this as well as beginnings, as\n * each has a thread of its own."),
    ("lib/mm_kunit/device.c", r"of the folio; above 0 on kernels that have large device folios only", "of the folio"),

    ("lib/mm_kunit/device_huge.c", r" \* For 6\.19 and later: [^\n]*\n \*\n", ""),
    ("lib/mm_kunit/interpose.h", r"/\* 6\.1 marks the page, all others the folio\. \*/\n", ""),
    ("lib/mm_kunit/interpose.h", r"static inline void unit_mark_page_uptodate\(.*?\n}\n\n", ""),
    ("lib/mm_kunit/interpose.h", r"#define __SetPageUptodate unit_mark_page_uptodate\n", ""),

    ("lib/mm_kunit/uml_zone_device.h", r"What is left out does not matter here, and differs between kernels\.",
     "What is left out does not matter here."),
    ("lib/mm_kunit/Makefile.zone_device", r"mm/Makefile and, where needed, kernel/Makefile: device memory\n# on UML\.",
     "mm/Makefile: device memory on UML."),
    ("lib/mm_kunit/Makefile.zone_device", r"CFLAGS_resource\.o [^\n]*\n", ""),

    ("mm/tests/Makefile", r"# Older kernels have the second name for the first\.\nifneq \(\$\(CONFIG_ARCH_HAS_PMD_SOFTLEAVES\)[^\n]*\n",
     "ifdef CONFIG_ARCH_HAS_PMD_SOFTLEAVES\n"),
    ("mm/tests/explore_orders.h", r"The orders of GUP-fast and a unit that have a name, for each unit that takes\n \* the page away: see",
     "Pages that the orders of GUP-fast and a unit are about which have a name: see\n *"),
    ("mm/tests/migrate_device_headers.h", r"<asm/pgalloc\.h>", "<linux/pgalloc.h>"),
    ("mm/tests/migrate_known_issues.h", r"Defects of released kernels that rows of this suite show\. Each has a page\n"
     r" \* with the clause, the trace and the fix; a row that names one is skipped on\n"
     r" \* the kernels that have it, unless mm_kunit\.known_issues asks for it\.",
     "Defects that rows of this suite show. A row that names one is skipped, unless\n"
     " * mm_kunit.known_issues asks for it; who mends one removes it here."),
    ("mm/tests/migrate_outcome.c", r"mm_kunit_hides\(pte->huge \? &huge_spurious_soft_dirty :\n\t+ +&spurious_soft_dirty\)\)",
     "pte->huge && mm_kunit_hides(&huge_spurious_soft_dirty))"),
    ("mm/tests/migrate_outcome.c", r"some kernels make up on the way", "is made up for a huge page on the way"),
    ("mm/tests/migrate_outcome.c", r"/\*\n \* One row is about the dirty bit that some kernels see.*?\n}\n\n", ""),
    ("mm/tests/migrate_outcome.c", r"\texcuse_dirty\([^;]*;\n", ""),
    ("mm/tests/rmap_devmem_kunit.c", r"\t/\* One row of migrate_device_select[^/]*/\n\tif \(mm_kunit_hides\([^;]*;\n", ""),
    ("mm/tests/migrate_huge.c", r"\tif \(state->pte\.dirty && IS_ENABLED\(CONFIG_MEM_SOFT_DIRTY\) &&\n[^;]*;\n", ""),
    ("mm/tests/device_memory_kunit.c", r"\tstatic const struct mm_kunit_when when = \{\n[^}]*stale_device_flags,\n\t\};\n\n"
     r"\texpect_flag_goes\(test, &when,", "\texpect_flag_goes(test, NULL,"),
    ("mm/tests/rmap_migrate_kunit.c", r"\tstatic const struct mm_kunit_when batching = [^;]*;\n", ""),
    ("mm/tests/rmap_migrate_kunit.c", r"\tconst struct sibling_case \*row = test->param_value;\n\n"
     r"\tmm_kunit_row_begin\(test, row->name, &batching\);\n", "\n"),
    ("mm/tests/migrate_devmem_evict_kunit.c", r"\tconst struct devmem_case \*row = test->param_value;\n\n"
     r"\tif \(!MM_KUNIT_HAS_DEVICE_PFNS\)\n[^;]*;\n", ""),
    ("mm/tests/migrate_pfn_range_kunit.c", r"\tconst struct pfn_range_case \*row = test->param_value;\n\n"
     r"\tif \(!MM_KUNIT_HAS_DEVICE_PFNS\)\n[^;]*;\n", ""),
    ("mm/tests/migrate_no_vma_kunit.c", r"static void skip_without_pfns\(.*?\n}\n\n", ""),
    ("mm/tests/migrate_no_vma_kunit.c", r"\tskip_without_pfns\(test\);\n", ""),
    ("mm/tests/migrate_secondary_kunit.c", r"\t/\*\n\t \* Who is registered last is called first: before 6\.6.*?\*/\n", ""),

    # Rows of what is not reported yet are left out by their known issue; this
    # is what has no other use.
    ("mm/tests/migrate_large_folio_kunit.c",
     r"/\* MADV_DONTNEED of another thread.*?(?=/\* Large folios in migrate_vma_setup)", ""),
    ("mm/tests/migrate_large_folio_kunit.c", r"\tKUNIT_CASE_PARAM\(page_table_freed_during_a_split,\n[^)]*\),\n", ""),
    ("mm/tests/migrate_huge_by_page_kunit.c",
     r"/\* Somebody who holds the lock of a folio until.*?(?=/\*\*\n \* struct mthp_case)", ""),
    ("mm/tests/migrate_huge_by_page_kunit.c",
     r"\tKUNIT_CASE_PARAM\(locked_folio, [^)]*\),\n\tKUNIT_CASE_PARAM\(folio_let_go, [^)]*\),\n", ""),
]


# Of the files that plan.LEFT_OUT names.
_FAULTS = re.compile(r'^#include "(?:mm_kunit/)?faults\.h"\n|^\tmm_kunit_faults_\w+\(\);\n', re.M)


def apply(files: dict[str, str]) -> None:
    """Make the edits in files, by path."""
    for path, pattern, replacement in EDITS:
        text, found = re.subn(pattern, replacement, files.get(path, ""), flags=re.S)
        if found != 1:
            raise Mend(errors.CONFIG, f"{path} has {found} places like {pattern[:60]!r}, not one; "
                                      "bring upstream/edits.py up to date")
        files[path] = text
    for path, text in files.items():
        if path.endswith(".c"):
            text = re.sub(r"\bmm_kunit_row_skip\(test, [\w>-]+,\s*", "kunit_skip(test, ", text)
            text = _FAULTS.sub("", text)
        files[path] = re.sub(r"the kernels (?:that )?(?:it|a row) is for", "when it runs", text)
