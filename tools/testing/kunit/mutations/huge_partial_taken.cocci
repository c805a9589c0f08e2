// SPDX-License-Identifier: GPL-2.0
// what: take a huge page whole that reaches out of the range
// since: 6.19
// visible: x86_64
// file: mm/migrate_device.c

@@
symbol start, end;
@@
migrate_vma_collect_huge_pmd(...)
{
<...
- (IS_ALIGNED(start, HPAGE_PMD_SIZE) && IS_ALIGNED(end, HPAGE_PMD_SIZE))
+ IS_ALIGNED(start, HPAGE_PMD_SIZE)
...>
}
