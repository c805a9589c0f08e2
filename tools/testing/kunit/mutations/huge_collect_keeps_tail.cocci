// SPDX-License-Identifier: GPL-2.0
// what: leave the rest of a PMD out of src
// since: 6.19
// visible: x86_64
// file: mm/migrate_device.c
// seen: x86_64:7.3 migrate_device_huge_collect.passed_over_pmd.dirty_huge_page_with_an_extra_reference
// seen: x86_64:7.3 migrate_device_huge_collect.passed_over_pmd.gup_pinned_huge_page_that_is_not_exclusive
// seen: x86_64:7.3 migrate_device_huge_collect.passed_over_pmd.huge_page_with_an_extra_reference
// seen: x86_64:7.3 migrate_device_huge_collect.passed_over_pmd.isolated_huge_page
// seen: x86_64:7.3 migrate_device_huge_collect.passed_over_pmd.shared_huge_page_with_an_extra_reference
// seen: x86_64:7.3 migrate_device_huge_collect.taken_pmd.clean_pmd_of_a_dirty_folio

@@
expression a, b, c;
@@
migrate_vma_collect_huge_pmd(...)
{
<...
- migrate_vma_collect_skip(a + PAGE_SIZE, b, c);
+ migrate_vma_collect_skip(a + 2 * PAGE_SIZE, b, c);
  spin_unlock(...);
...>
}
