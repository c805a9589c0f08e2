// SPDX-License-Identifier: GPL-2.0
// what: keep the lock of a PMD in an mm that is being emptied
// since: 6.19
// visible: x86_64
// file: mm/migrate_device.c
// seen: x86_64:7.3 migrate_device_huge_insert.forbidden_pmd.row_5

@@
symbol csa_ret;
identifier unlock_abort =~ "unlock_abort";
@@
migrate_vma_insert_huge_pmd_page(...)
{
<...
  if (csa_ret)
-	goto unlock_abort;
+	goto free_abort;
...>
}
