// SPDX-License-Identifier: GPL-2.0
// what: populate a mapping of a file
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_insert_abort.forbidden_address.hole_in_a_file_mapping

@@
@@
migrate_vma_insert_page(...)
{
	<...
-	if (!vma_is_anonymous(vma))
-		goto abort;
	...>
}
