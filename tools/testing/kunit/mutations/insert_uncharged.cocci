// SPDX-License-Identifier: GPL-2.0
// what: go on without a charge
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_insert_abort.failed_allocation.charge_for_a_hole
// seen: um:7.3 migrate_device_insert_abort.failed_allocation.charge_for_the_zero_page
// seen: um:7.3 migrate_device_insert_abort.failed_allocation.charge_without_a_page_table
// seen: um:7.3 migrate_device_insert_abort.same_destination_without_memory.charge_for_a_hole
// seen: um:7.3 migrate_device_insert_abort.same_destination_without_memory.charge_for_the_zero_page
// seen: um:7.3 migrate_device_insert_abort.same_destination_without_memory.charge_without_a_page_table

@@
expression f, m, g;
@@
migrate_vma_insert_page(...)
{
	<...
-	if (mem_cgroup_charge(f, m, g))
-		goto abort;
+	mem_cgroup_charge(f, m, g);
	...>
}
