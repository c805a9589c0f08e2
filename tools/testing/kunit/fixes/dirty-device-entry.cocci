// SPDX-License-Identifier: GPL-2.0
// what: ask only a present entry for its dirty bit
// fixes: Documentation/mdkunit/finds/dirty-device-entry.rst
// until: 6.19
// visible: um, x86_64
// file: mm/rmap.c

@@
symbol pteval;
statement S;
@@
try_to_migrate_one(...)
{
<...
- if (pte_dirty(pteval))
+ if (pte_present(pteval) && pte_dirty(pteval))
S
...>
}
