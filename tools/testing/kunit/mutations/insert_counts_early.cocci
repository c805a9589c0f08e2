// SPDX-License-Identifier: GPL-2.0
// what: count a page before it is known to be inserted
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
@@
migrate_vma_insert_page(...)
{
	<...
+	inc_mm_counter(mm, MM_ANONPAGES);
	if (!vma_is_anonymous(vma))
		goto abort;
	...>
}
