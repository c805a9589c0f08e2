// SPDX-License-Identifier: GPL-2.0
// what: announce the end before anything is collected
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
expression r;
@@
migrate_vma_collect(...)
{
	...
	mmu_notifier_invalidate_range_start(&r);
+	mmu_notifier_invalidate_range_end(&r);
	...
-	mmu_notifier_invalidate_range_end(&r);
	...
}
