// SPDX-License-Identifier: GPL-2.0
// what: leave MIGRATE set where dst is 0
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_partial.needless_destination.gup_pinned_page
// seen: um:7.3 migrate_device_partial.needless_destination.locked_page
// seen: um:7.3 migrate_device_partial.needless_destination.swap_entry
// seen: um:7.3 migrate_device_partial.some_destination.every_other_page
// seen: um:7.3 migrate_device_partial.some_destination.first_page
// seen: um:7.3 migrate_device_partial.some_destination.last_page
// seen: um:7.3 migrate_device_partial.some_destination.one_of_three_holes
// seen: um:7.3 migrate_device_partial.some_destination.zero_page_between_pages

@@
identifier src_pfns, i, newpage;
@@
__migrate_device_pages(...)
{
	<...
	if (!newpage) {
-		src_pfns[i] &= ~MIGRATE_PFN_MIGRATE;
		...
	}
	...>
}
