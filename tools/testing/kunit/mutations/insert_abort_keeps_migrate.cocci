// SPDX-License-Identifier: GPL-2.0
// what: leave MIGRATE set where nothing was inserted
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
@@
migrate_vma_insert_page(...)
{
	<...
-	*src &= ~MIGRATE_PFN_MIGRATE;
	...>
}
