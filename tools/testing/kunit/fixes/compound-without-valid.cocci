// SPDX-License-Identifier: GPL-2.0
// what: go on with the next pfn after one that could not be locked
// fixes: Documentation/mdkunit/finds/compound-without-valid.rst
// since: 6.19
// visible: um, x86_64
// file: mm/migrate_device.c

@@
expression pfn;
identifier src_pfns, i;
@@
	src_pfns[i] = migrate_device_pfn_lock(pfn);
+	if (!src_pfns[i])
+		continue;
