// SPDX-License-Identifier: GPL-2.0
// what: collect leaves out the last page of a missing page table
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
expression start, end, depth;
identifier walk, addr, migrate;
@@
migrate_vma_collect_hole(...)
{
<...
- for (addr = start; addr < end; addr += PAGE_SIZE)
+ for (addr = start; addr + PAGE_SIZE < end; addr += PAGE_SIZE)
{ ... }
...>
}
