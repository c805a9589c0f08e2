// SPDX-License-Identifier: GPL-2.0
// what: try_to_migrate_one() reads soft-dirty of a device-private entry as if it were present
// symptom: a checkpoint misses pages
// reverts: ad7df764b7e1
// since: 6.1
// visible: x86_64
// file: mm/rmap.c

@@
identifier pteval;
@@
try_to_migrate_one(...)
{
<...
- pte_swp_soft_dirty(pteval)
+ pte_soft_dirty(pteval)
...>
}
