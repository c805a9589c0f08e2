// SPDX-License-Identifier: GPL-2.0
// what: do_swap_page() drops the error of migrate_to_ram()
// symptom: the fault repeats for ever instead of ending in SIGBUS
// reverts: 4a955bed882e
// since: 6.1
// visible: um, x86_64
// config: devmem
// file: mm/memory.c

@@
identifier ret, vmf;
expression ops;
@@
do_swap_page(...)
{
<...
- ret = ops->migrate_to_ram(vmf);
+ ops->migrate_to_ram(vmf);
...>
}
