// SPDX-License-Identifier: GPL-2.0
// what: put the PMD of a pinned huge page back read-only
// since: 6.19
// visible: x86_64
// file: mm/huge_memory.c
// seen: x86_64:7.3 migrate_device_huge_collect.passed_over_pmd.gup_pinned_soft_dirty_uffd_huge_page
// seen: x86_64:7.3 migrate_device_huge_range.pmds_in_a_row.pinned_huge_page_behind_others
// seen: x86_64:7.3 mm_huge_explore.gup_fast.grabbed_before_the_clear
// seen: x86_64:7.3 mm_huge_explore.gup_fast.pinned_for_writing_before_the_clear
// seen: x86_64:7.3 mm_huge_explore.late_pin.read_pin_of_a_writable_page
// seen: x86_64:7.3 mm_huge_explore.migrate_pmd.read_pin_of_a_writable_page

@@
symbol pmdval, mm, address, pvmw;
@@
set_pmd_migration_entry(...)
{
<...
- set_pmd_at(mm, address, pvmw->pmd, pmdval);
+ set_pmd_at(mm, address, pvmw->pmd, pmd_clear_soft_dirty(pmd_mkold(pmd_wrprotect(pmdval))));
...>
}
