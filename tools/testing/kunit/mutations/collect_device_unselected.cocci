// SPDX-License-Identifier: GPL-2.0
// what: take device-private memory that was not asked for
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_select.private_page_left_alone.page_on_a_call_for_all_others
// seen: um:7.3 migrate_device_select.private_page_left_alone.page_on_a_call_for_coherent_memory
// seen: um:7.3 migrate_device_select.private_page_left_alone.read_only_page_on_a_call_for_system_memory
// seen: um:7.3 migrate_device_select.private_page_left_alone.shared_page_on_a_call_for_system_memory
// seen: um:7.3 migrate_device_select.private_page_left_alone.writable_page_on_a_call_for_system_memory

@@
expression flags;
@@
migrate_vma_collect_pmd(...)
{
	<...
-	!(flags & MIGRATE_VMA_SELECT_DEVICE_PRIVATE)
+	false
	...>
}
