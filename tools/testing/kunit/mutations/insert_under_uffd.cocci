// SPDX-License-Identifier: GPL-2.0
// what: populate where userfaultfd waits
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: x86_64:7.3 migrate_device_insert_abort.forbidden_address.hole_that_userfaultfd_waits_for
// seen: x86_64:7.3 migrate_device_insert_abort.forbidden_address.zero_page_where_userfaultfd_waits

@@
@@
migrate_vma_insert_page(...)
{
	<...
-	if (userfaultfd_missing(vma))
-		goto unlock_abort;
	...>
}
