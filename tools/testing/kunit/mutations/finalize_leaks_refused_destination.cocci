// SPDX-License-Identifier: GPL-2.0
// what: do not put a destination that was refused
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_partial.used_page.exclusive_read_only_page
// seen: um:7.3 migrate_device_partial.used_page.exclusive_writable_page
// seen: um:7.3 migrate_device_partial.used_page.mlocked_page
// seen: um:7.3 migrate_device_partial.used_page.page_of_a_private_file_mapping
// seen: um:7.3 migrate_device_partial.used_page.page_of_a_shared_file_mapping
// seen: um:7.3 migrate_device_partial.used_page.page_that_a_fork_shares
// seen: um:7.3 migrate_device_partial.used_page.page_that_is_not_exclusive

@@
identifier src_pfns, i, dst;
@@
\( __migrate_device_finalize \| migrate_device_finalize \)(...)
{
	<...
	if (!(src_pfns[i] & MIGRATE_PFN_MIGRATE) || !dst) {
		if (dst) {
		...
-		folio_put(dst);
		}
		...
	}
	...>
}
