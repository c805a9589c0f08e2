// SPDX-License-Identifier: GPL-2.0
// what: pass over an address of a huge hole that was given no destination
// fixes: Documentation/mdkunit/finds/gap-in-huge-hole.rst
// since: 6.19
// visible: x86_64
// file: mm/migrate_device.c

@@
symbol i, j;
identifier migrate, src_pfns, dst_pfns;
expression addr;
@@
+ if (!migrate_pfn_to_page(dst_pfns[i + j])) {
+	src_pfns[i + j] &= ~MIGRATE_PFN_MIGRATE;
+	continue;
+ }
  src_pfns[i + j] |= MIGRATE_PFN_MIGRATE;
  migrate_vma_insert_page(migrate, addr, &dst_pfns[i + j], &src_pfns[i + j]);
