// SPDX-License-Identifier: GPL-2.0
// what: refuse a huge page for a hole that is not of a whole PMD
// fixes: Documentation/mdkunit/finds/compound-for-small-hole.rst
// since: 6.19
// visible: x86_64
// file: mm/migrate_device.c

@@
identifier src_pfns, i;
symbol dst_pfns;
@@
  if (!(src_pfns[i] & MIGRATE_PFN_MIGRATE))
	goto next;
+ if ((dst_pfns[i] & MIGRATE_PFN_COMPOUND) &&
+     !(src_pfns[i] & MIGRATE_PFN_COMPOUND)) {
+	src_pfns[i] &= ~MIGRATE_PFN_MIGRATE;
+	goto next;
+ }
