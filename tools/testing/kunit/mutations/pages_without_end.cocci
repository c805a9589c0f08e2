// SPDX-License-Identifier: GPL-2.0
// what: do not announce the end of an insertion
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
@@
__migrate_device_pages(...)
{
	<...
-	if (notified)
-		\( mmu_notifier_invalidate_range_end(...) \| mmu_notifier_invalidate_range_only_end(...) \);
	...>
}
