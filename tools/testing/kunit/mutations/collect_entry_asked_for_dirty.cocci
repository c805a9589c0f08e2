// SPDX-License-Identifier: GPL-2.0
// what: ask an entry that is not present whether it is dirty
// since: 6.18
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_fault.answered_fault.load_from_a_page_that_a_fork_shares
// seen: um:7.3 migrate_device_fault.answered_fault.load_from_a_page_that_is_not_exclusive
// seen: um:7.3 migrate_device_fault.answered_fault.load_from_an_exclusive_read_only_page
// seen: um:7.3 migrate_device_fault.answered_fault.store_to_a_page_that_a_fork_shares
// seen: um:7.3 migrate_device_fault.answered_fault.store_to_an_exclusive_read_only_page
// seen: um:7.3 migrate_device_fault.failed_fault.driver_has_no_memory_for_a_shared_page
// seen: um:7.3 migrate_device_fault.failed_fault.somebody_else_has_two_references
// seen: um:7.3 migrate_device_fault.fault_page_refused.shared_page_with_two_extra_references
// seen: um:7.3 migrate_device_fault.fault_page_taken.page_that_a_fork_shares
// seen: um:7.3 migrate_device_fault.fault_page_taken.shared_page_that_stays
// seen: um:7.3 migrate_device_life.write_protected_page_moves.exclusive_read_only_page
// seen: um:7.3 migrate_device_life.write_protected_page_moves.page_that_is_not_exclusive

@@
expression pte;
@@
migrate_vma_collect_pmd(...)
{
	<...
-	pte_present(pte) && pte_dirty(pte)
+	pte_dirty(pte)
	...>
}
