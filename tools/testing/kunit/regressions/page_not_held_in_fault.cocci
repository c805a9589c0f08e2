// SPDX-License-Identifier: GPL-2.0
// what: do_swap_page() holds no reference while migrate_to_ram() runs
// symptom: the device page is freed and reused under the driver
// reverts: 16ce101db85d
// since: 6.1
// visible: um, x86_64
// config: devmem
// file: mm/memory.c

@@
expression E;
@@
do_swap_page(...)
{
<...
- get_page(E);
  pte_unmap_unlock(...);
  ... when != get_page(...)
- put_page(E);
...>
}
