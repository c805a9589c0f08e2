// SPDX-License-Identifier: GPL-2.0
// what: announce a range without its last page
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_notifier.collected_range.nothing_but_holes
// seen: um:7.3 migrate_device_notifier.collected_range.nothing_that_can_be_taken

@@
@@
migrate_vma_collect(...)
{
	<...
	mmu_notifier_range_init_owner(...,
-	migrate->end
+	migrate->end - PAGE_SIZE
	, ...);
	...>
}
