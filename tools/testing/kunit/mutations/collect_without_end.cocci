// SPDX-License-Identifier: GPL-2.0
// what: do not announce the end
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
@@
migrate_vma_collect(...)
{
	<...
-	mmu_notifier_invalidate_range_end(...);
	...>
}
