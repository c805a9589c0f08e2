// SPDX-License-Identifier: GPL-2.0
// what: the migration entry of a writable page is read-only
// symptom: one more fault for each page
// reverts: "mm/migrate: properly preserve write attribute in special migrate entry"
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
identifier mpfn;
statement S1, S2;
@@
migrate_vma_collect_pmd(...)
{
<...
- if (mpfn & MIGRATE_PFN_WRITE) S1 else S2
+ S2
...>
}
