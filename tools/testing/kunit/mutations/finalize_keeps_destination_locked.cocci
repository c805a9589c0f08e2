// SPDX-License-Identifier: GPL-2.0
// what: do not unlock a destination that was not asked for
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_interference.filled_hole.hole
// seen: um:7.3 migrate_device_interference.filled_hole.hole_without_a_page_table
// seen: um:7.3 migrate_device_interference.filled_hole.page_that_is_zapped_before_collect
// seen: um:7.3 migrate_device_interference.filled_hole.zero_page
// seen: um:7.3 migrate_device_private_kernel.filled_address.hole_with_coherent_memory
// seen: um:7.3 migrate_device_private_kernel.filled_address.hole_with_device_memory
// seen: um:7.3 migrate_device_private_kernel.filled_address.hole_without_a_page_table_with_device_memory
// seen: um:7.3 migrate_device_private_kernel.filled_address.zero_page_with_coherent_memory
// seen: um:7.3 migrate_device_private_kernel.filled_address.zero_page_with_device_memory
// seen: um:7.3 migrate_device_private_kernel.filled_read_only_address.hole_with_coherent_memory
// seen: um:7.3 migrate_device_private_kernel.filled_read_only_address.hole_with_device_memory
// seen: um:7.3 migrate_device_private_kernel.filled_read_only_address.hole_without_a_page_table_with_device_memory
// seen: um:7.3 migrate_device_private_kernel.filled_read_only_address.zero_page_with_coherent_memory
// seen: um:7.3 migrate_device_private_kernel.filled_read_only_address.zero_page_with_device_memory
// seen: um:7.3 migrate_device_ranges_kernel.moved_range_in_many_tables.no_table_at_all_is_filled_in_two
// seen: um:7.3 migrate_device_round_trip_kernel.filled_address.hole
// seen: um:7.3 migrate_device_round_trip_kernel.filled_address.hole_without_a_page_table
// seen: um:7.3 migrate_device_round_trip_kernel.filled_address.zero_page

@@
identifier page, dst;
@@
\( __migrate_device_finalize \| migrate_device_finalize \)(...)
{
	<...
	if (!page) {
		if (dst) {
		...
-		folio_unlock(dst);
		...
		}
		continue;
	}
	...>
}
