// SPDX-License-Identifier: GPL-2.0
// what: populate where userfaultfd waits
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
@@
migrate_vma_insert_page(...)
{
	<...
-	if (userfaultfd_missing(vma))
-		goto unlock_abort;
	...>
}
