// SPDX-License-Identifier: GPL-2.0
// what: write behind the array for a folio that reaches beyond it
// since: 6.19
// visible: um, x86_64
// file: mm/migrate_device.c

@@
expression nr, npages, i;
@@
-	nr > npages - i
+	false
