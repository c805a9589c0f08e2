// SPDX-License-Identifier: GPL-2.0
// what: move a huge page that is in use
// since: 6.19
// visible: x86_64
// file: mm/migrate_device.c
// seen: x86_64:7.3 migrate_device_huge_device.pmd_used_again.huge_page_of_a_fault
// seen: x86_64:7.3 migrate_device_huge_pages.used_pmd.exclusive_writable_huge_page
// seen: x86_64:7.3 migrate_device_huge_pages.used_pmd.huge_page_that_a_fork_shares
// seen: x86_64:7.3 migrate_device_huge_pages.used_pmd.huge_page_that_is_not_exclusive

@@
expression m, n, f, x;
@@
__migrate_device_pages(...)
{
<...
- r = folio_migrate_mapping(m, n, f, x);
+ r = folio_migrate_mapping(m, n, f, folio_test_large(f) ? folio_ref_count(f) - 1 : x);
...>
}
