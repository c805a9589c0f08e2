// SPDX-License-Identifier: GPL-2.0
// what: take device-private memory of another driver
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_select.coherent_page_left_alone.page_of_another_owner
// seen: um:7.3 migrate_device_select.coherent_page_left_alone.page_of_another_owner_on_a_call_for_all
// seen: um:7.3 migrate_device_select.coherent_page_left_alone.shared_page_of_another_owner
// seen: um:7.3 migrate_device_select.private_page_left_alone.exclusive_read_only_page_of_another_owner
// seen: um:7.3 migrate_device_select.private_page_left_alone.page_of_another_owner_on_a_call_for_all
// seen: um:7.3 migrate_device_select.private_page_left_alone.shared_page_of_another_owner
// seen: um:7.3 migrate_device_select.private_page_left_alone.writable_page_of_another_owner

@@
expression map, call;

@@
migrate_vma_collect_pmd(...)
{
	<...
-	map->owner != call->pgmap_owner
+	false
	...>
}
