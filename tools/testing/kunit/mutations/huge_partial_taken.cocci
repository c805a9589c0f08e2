// SPDX-License-Identifier: GPL-2.0
// what: take a huge page whole that reaches out of the range
// since: 6.19
// visible: x86_64
// file: mm/migrate_device.c
// seen: x86_64:7.3 migrate_device_huge_collect.split_pmd.all_but_the_last_page
// seen: x86_64:7.3 migrate_device_huge_collect.split_pmd.first_page_only
// seen: x86_64:7.3 migrate_device_huge_fault.fault_on_a_folio_in_use.first_half_of_a_folio_that_a_pmd_maps
// seen: x86_64:7.3 migrate_device_huge_private.split_pmd.all_but_the_last_page
// seen: x86_64:7.3 migrate_device_huge_private.split_pmd.first_page_only
// seen: x86_64:7.3 migrate_device_huge_range.pieces_of_pmds.halves_around_a_pmd

@@
symbol start, end;
@@
migrate_vma_collect_huge_pmd(...)
{
<...
- (IS_ALIGNED(start, HPAGE_PMD_SIZE) && IS_ALIGNED(end, HPAGE_PMD_SIZE))
+ IS_ALIGNED(start, HPAGE_PMD_SIZE)
...>
}
