// SPDX-License-Identifier: GPL-2.0
// what: map the destination of a page that was not moved
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_life.foreign_destination.exclusive_writable_page
// seen: um:7.3 migrate_device_life.foreign_destination.file_page
// seen: um:7.3 migrate_device_life.foreign_destination.page_on_a_device
// seen: um:7.3 migrate_device_life.foreign_destination.page_that_a_fork_shares
// seen: um:7.3 migrate_device_life.refused_destination.file_page_does_not_go_to_coherent_memory
// seen: um:7.3 migrate_device_life.refused_destination.file_page_does_not_go_to_private_memory

@@
identifier src_pfns, i, dst;
@@
\( __migrate_device_finalize \| migrate_device_finalize \)(...)
{
	<...
-	if (!(src_pfns[i] & MIGRATE_PFN_MIGRATE) || !dst) {
+	if (!dst) {
	...
	}
	...>
}
