// SPDX-License-Identifier: GPL-2.0
// what: forget that a huge page of a device is writable
// since: 6.19
// visible: x86_64
// file: mm/migrate_device.c
// seen: x86_64:7.3 migrate_device_fault.answered_huge_fault.load_from_a_writable_pmd
// seen: x86_64:7.3 migrate_device_huge_private.taken_pmd.writable_pmd
// seen: x86_64:7.3 migrate_device_huge_private.taken_pmd.writable_pmd_on_a_call_for_all
// seen: x86_64:7.3 migrate_device_huge_device.pmd_to_device.writable_pmd_of_a_device
// seen: x86_64:7.3 migrate_device_huge_device.pmd_to_system.writable_pmd
// seen: x86_64:7.3 migrate_device_huge_device.pmd_to_system.page_of_a_fault
// seen: x86_64:7.3 migrate_device_huge_device.pmd_that_stays.writable_pmd
// seen: x86_64:7.3 migrate_device_huge_device.pmd_that_stays.page_of_a_fault
// seen: x86_64:7.3 migrate_device_huge_device.pmd_used_again.huge_page_of_a_device
// seen: x86_64:7.3 migrate_device_huge_device.refused_kind.huge_page_of_a_device
// seen: x86_64:7.3 migrate_device_huge_apart.split_source.writable_pmd_of_a_device
// seen: x86_64:7.3 migrate_device_huge_apart.split_source.every_other_page_of_a_device
// seen: x86_64:7.3 migrate_device_huge_apart.split_source.pmd_of_a_device_to_the_same_device

@@
symbol entry, write;
@@
migrate_vma_collect_huge_pmd(...)
{
<...
-	if (softleaf_is_device_private_write(entry))
-		write = MIGRATE_PFN_WRITE;
...>
}
