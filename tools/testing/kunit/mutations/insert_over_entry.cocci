// SPDX-License-Identifier: GPL-2.0
// what: replace a swap or migration entry
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
expression x;
@@
migrate_vma_insert_page(...)
{
	<...
-	if (!pte_none(x))
-		goto unlock_abort;
	...>
}
