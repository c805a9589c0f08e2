// SPDX-License-Identifier: GPL-2.0
// what: insert a huge page into an mm that is being emptied
// since: 6.19
// visible: x86_64
// file: mm/migrate_device.c
// seen: x86_64:7.3 migrate_device_huge_insert.forbidden_pmd.huge_zero_page_in_an_mm_that_the_oom_reaper_empties

@@
symbol csa_ret;
@@
migrate_vma_insert_huge_pmd_page(...)
{
<...
- if (csa_ret)
+ if (csa_ret && !csa_ret)
	goto unlock_abort;
...>
}
