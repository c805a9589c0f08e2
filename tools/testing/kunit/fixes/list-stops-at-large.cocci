// SPDX-License-Identifier: GPL-2.0
// what: leave out a folio that reaches beyond the list, not the rest of it
// fixes: Documentation/mdkunit/finds/list-stops-at-large.rst
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

@@
identifier src_pfns, i, npages;
@@
migrate_device_pfns(...)
{
	<...
-	memset(&src_pfns[i], 0, (npages - i) * sizeof(*src_pfns));
-	break;
+	src_pfns[i] = 0;
+	continue;
	...>
}
