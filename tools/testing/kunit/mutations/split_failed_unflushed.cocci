// SPDX-License-Identifier: GPL-2.0
// what: flush nothing when a large folio can't be split
// since: 6.19
// visible: x86_64
// file: mm/migrate_device.c
// seen: x86_64:7.3 migrate_device_huge_busy.small_pages_before_busy.folio_of_a_device
// seen: x86_64:7.3 migrate_device_huge_busy.small_pages_before_busy.folio_of_system_memory

@@
symbol ret, unmapped;
statement S;
@@
migrate_vma_collect_pmd(...)
{
<...
	if (ret) {
-		if (unmapped) S
		...
	}
...>
}
