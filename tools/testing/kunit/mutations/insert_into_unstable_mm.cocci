// SPDX-License-Identifier: GPL-2.0
// what: populate an mm that the OOM reaper empties
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
@@
migrate_vma_insert_page(...)
{
	<...
-	if (check_stable_address_space(mm))
-		goto unlock_abort;
	...>
}
