// SPDX-License-Identifier: GPL-2.0
// what: forget that a huge PMD was writable
// since: 6.19
// visible: x86_64
// file: mm/huge_memory.c

@@
expression e;
symbol entry;
@@
set_pmd_migration_entry(...)
{
<...
- entry = make_writable_migration_entry(e);
+ entry = make_readable_exclusive_migration_entry(e);
...>
}
