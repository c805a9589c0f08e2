// SPDX-License-Identifier: GPL-2.0
// what: a huge insertion into an unstable mm leaves with the PMD locked
// symptom: the next fault on that PMD hangs
// reverts: "mm/migrate_device: fix spinlock leak in migrate_vma_insert_huge_pmd_page"
// since: 7.3
// visible: x86_64
// file: mm/migrate_device.c

@@
expression E;
@@
migrate_vma_insert_huge_pmd_page(...)
{
<...
  E = check_stable_address_space(...);
  if (E)
-	goto unlock_abort;
+	goto abort;
...>
}
