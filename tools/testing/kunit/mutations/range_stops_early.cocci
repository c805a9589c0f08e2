// SPDX-License-Identifier: GPL-2.0
// what: stop at the first page that can not be had
// since: 6.19
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_pfn_range.small_range.page_behind_a_free_page

@@
expression pfn;
identifier src_pfns, i;
@@
	src_pfns[i] = migrate_device_pfn_lock(pfn);
+	if (!src_pfns[i])
+		break;
