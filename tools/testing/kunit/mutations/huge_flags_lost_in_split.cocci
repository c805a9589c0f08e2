// SPDX-License-Identifier: GPL-2.0
// what: forget that the pages of a huge page are writable
// since: 6.19
// visible: x86_64
// file: mm/migrate_device.c

@@
symbol flags, migrate, idx;
@@
migrate_vma_split_unmapped_folio(...)
{
<...
- flags = migrate->src[idx] & ((1UL << MIGRATE_PFN_SHIFT) - 1);
+ flags = migrate->src[idx] & ((1UL << MIGRATE_PFN_SHIFT) - 1) & ~MIGRATE_PFN_WRITE;
...>
}
