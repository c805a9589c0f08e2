// SPDX-License-Identifier: GPL-2.0
// what: move all pages but the first of a huge page that is split
// since: 6.19
// visible: x86_64
// file: mm/migrate_device.c
// seen: x86_64:7.3 migrate_device_huge_split.split_source

@@
symbol migrate, idx, i, pfn, flags;
@@
migrate_vma_split_unmapped_folio(...)
{
<...
- migrate->src[i+idx] = migrate_pfn(pfn + i) | flags;
+ migrate->src[i+idx] = migrate_pfn(pfn + i) | (flags & ~MIGRATE_PFN_MIGRATE);
...>
}
