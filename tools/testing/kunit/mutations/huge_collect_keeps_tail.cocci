// SPDX-License-Identifier: GPL-2.0
// what: leave the rest of a PMD out of src
// since: 6.19
// visible: x86_64
// file: mm/migrate_device.c

@@
expression a, b, c;
@@
migrate_vma_collect_huge_pmd(...)
{
<...
- migrate_vma_collect_skip(a + PAGE_SIZE, b, c);
+ migrate_vma_collect_skip(a + 2 * PAGE_SIZE, b, c);
  spin_unlock(...);
...>
}
