// SPDX-License-Identifier: GPL-2.0
// what: a page that is mapped again is no longer write-protected by userfaultfd
// symptom: writes that userfaultfd should see go unseen
// reverts: f45ec5ff16a7
// since: 6.1
// visible: x86_64
// file: mm/migrate.c

@@
identifier pte;
expression E, F;
statement S1, S2;
@@
remove_migration_pte(...)
{
<...
(
  if (E) S1
- else if (pte_swp_uffd(F))
-	pte = pte_mkuffd(pte);
|
  if (E) S1
- else if (pte_swp_uffd_wp(F))
-	pte = pte_mkuffd_wp(pte);
+ else if (0) ;
  else S2
|
  if (E) S1
- else if (pte_swp_uffd_wp(F))
-	pte = pte_mkuffd_wp(pte);
)
...>
}
