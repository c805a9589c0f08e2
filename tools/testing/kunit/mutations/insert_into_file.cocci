// SPDX-License-Identifier: GPL-2.0
// what: populate a mapping of a file
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
@@
migrate_vma_insert_page(...)
{
	<...
-	if (!vma_is_anonymous(vma))
-		goto abort;
	...>
}
