// SPDX-License-Identifier: GPL-2.0
// what: take a huge page of a device unasked
// since: 6.19
// visible: x86_64
// file: mm/migrate_device.c
// seen: x86_64:7.3 migrate_device_huge_private.unselected_pmd.on_a_call_for_system_memory
// seen: x86_64:7.3 migrate_device_huge_private.unselected_pmd.on_a_call_for_coherent_memory
// seen: x86_64:7.3 migrate_device_huge_private.unselected_pmd.on_a_call_for_system_memory_by_page
// seen: x86_64:7.3 migrate_device_huge_private.unselected_pmd.shared_on_a_call_for_system_memory

@@
symbol entry;
expression flags;
@@
migrate_vma_collect_huge_pmd(...)
{
<...
-	!softleaf_is_device_private(entry) || !(flags & MIGRATE_VMA_SELECT_DEVICE_PRIVATE)
+	!softleaf_is_device_private(entry)
...>
}
