// SPDX-License-Identifier: GPL-2.0
// what: replace a page that a fault put there
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
expression pfn;
@@
migrate_vma_insert_page(...)
{
	<...
-	if (!is_zero_pfn(pfn))
-		goto unlock_abort;
	...>
}
