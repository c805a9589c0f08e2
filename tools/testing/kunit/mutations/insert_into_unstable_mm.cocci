// SPDX-License-Identifier: GPL-2.0
// what: populate an mm that the OOM reaper empties
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_insert_abort.forbidden_address.hole_in_an_mm_that_the_oom_reaper_empties
// seen: um:7.3 migrate_device_insert_abort.forbidden_address.zero_page_in_an_mm_that_the_oom_reaper_empties

@@
@@
migrate_vma_insert_page(...)
{
	<...
-	if (check_stable_address_space(mm))
-		goto unlock_abort;
	...>
}
