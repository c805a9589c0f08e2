// SPDX-License-Identifier: GPL-2.0
// what: page_vma_mapped_walk() shows a device-private PMD to one that looks for migration entries
// symptom: remove_migration_ptes() rewrites an entry that is none of its own
// reverts: a fix in 7.2
// since: 7.3
// visible: x86_64
// file: mm/page_vma_mapped.c

@@
symbol pvmw;
@@
- if (pvmw->flags & PVMW_MIGRATION)
-	goto next_pmd;
