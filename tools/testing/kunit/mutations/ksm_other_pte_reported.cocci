// SPDX-License-Identifier: GPL-2.0
// what: report another PTE than the one that is left
// since: 6.1
// visible: x86_64
// file: mm/ksm.c
// seen: x86_64:7.3 migrate_device_states_kernel.kept_by_ksm.active_page_of_the_workingset
// seen: x86_64:7.3 migrate_device_states_kernel.kept_by_ksm.page
// seen: x86_64:7.3 migrate_device_states_kernel.kept_by_ksm.young_page_of_a_dirty_folio
// seen: x86_64:7.3 migrate_device_states_kernel.moved_from_ksm.active_page_of_the_workingset
// seen: x86_64:7.3 migrate_device_states_kernel.moved_from_ksm.page
// seen: x86_64:7.3 migrate_device_states_kernel.moved_from_ksm.young_page_of_a_dirty_folio
// seen: x86_64:7.3 migrate_device_states_kernel.put_back_by_ksm.page
// seen: x86_64:7.3 migrate_device_states_kernel.taken_from_ksm.active_page_of_the_workingset
// seen: x86_64:7.3 migrate_device_states_kernel.taken_from_ksm.page
// seen: x86_64:7.3 migrate_device_states_kernel.taken_from_ksm.young_page_of_a_dirty_folio

@@
expression pte, p;
@@
write_protect_page(...)
{
...
- *p = pte;
+ *p = __pte(0);
...
}
