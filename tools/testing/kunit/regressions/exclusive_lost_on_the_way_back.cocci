// SPDX-License-Identifier: GPL-2.0
// what: a page that is mapped again is not exclusive
// symptom: a write copies a page that a device has pinned
// reverts: 6c287605fd56
// since: 6.1
// visible: um, x86_64
// check: yes
// file: mm/migrate.c

@@
identifier rmap_flags;
@@
remove_migration_pte(...)
{
<...
- rmap_flags |= RMAP_EXCLUSIVE;
+ rmap_flags |= RMAP_NONE;
...>
}
