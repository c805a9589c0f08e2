// SPDX-License-Identifier: GPL-2.0
// what: a fault on a locked device page spins
// symptom: two threads that fault on one page never get it
// reverts: b570f37a2ce4
// since: 7.3
// visible: um, x86_64
// file: mm/memory.c

@@
expression E, P;
@@
do_swap_page(...)
{
<...
- pte_unmap(P);
- softleaf_entry_wait_on_locked(E, vmf->ptl);
+ pte_unmap_unlock(P, vmf->ptl);
...>
}
