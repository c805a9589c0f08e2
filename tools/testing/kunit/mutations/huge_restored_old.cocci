// SPDX-License-Identifier: GPL-2.0
// what: map a huge page old again
// since: 6.19
// visible: x86_64
// file: mm/huge_memory.c
// seen: x86_64:7.3 migrate_device_huge_pages.moved_pmd.writable_young_pmd

@@
symbol pmde;
@@
remove_migration_pmd(...)
{
<...
if (!softleaf_is_migration_young(...))
	pmde = pmd_mkold(pmde);
+ pmde = pmd_mkold(pmde);
...>
}
