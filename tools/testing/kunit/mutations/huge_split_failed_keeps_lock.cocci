// SPDX-License-Identifier: GPL-2.0
// what: leave a huge page locked that can't be split
// since: 6.19
// visible: x86_64
// file: mm/migrate_device.c
// seen: x86_64:7.3 migrate_device_huge_collect.passed_over_pmd.gup_pinned_read_only_huge_page
// seen: x86_64:7.3 migrate_device_huge_collect.unsplit_pmd.first_half_of_one_with_an_extra_reference
// seen: x86_64:7.3 migrate_device_huge_collect.unsplit_pmd.gup_pinned_huge_page
// seen: x86_64:7.3 migrate_device_huge_collect.unsplit_pmd.huge_page_with_an_extra_reference
// seen: x86_64:7.3 migrate_device_huge_collect.unsplit_pmd.shared_huge_page_with_an_extra_reference
// seen: x86_64:7.3 migrate_device_huge_private.busy_pmd.extra_reference_on_what_would_be_split

@@
symbol ret, folio, fault_folio;
@@
migrate_vma_collect_huge_pmd(...)
{
<...
  ret = split_folio(folio);
- if (fault_folio != folio)
+ if (fault_folio != folio && !ret)
	folio_unlock(folio);
...>
}
