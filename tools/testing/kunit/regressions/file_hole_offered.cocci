// SPDX-License-Identifier: GPL-2.0
// what: collect offers holes of file mappings
// symptom: the driver allocates pages that can never be inserted
// reverts: 0744f2807ced
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
identifier walk;
@@
migrate_vma_collect_hole(...)
{
...
- if (!vma_is_anonymous(walk->vma))
-	return migrate_vma_collect_skip(...);
...
}

@@
identifier migrate, mpfn, vma;
@@
migrate_vma_collect_pmd(...)
{
<...
- if (vma_is_anonymous(vma)) {
	mpfn = MIGRATE_PFN_MIGRATE;
	migrate->cpages++;
- }
...>
}
