// SPDX-License-Identifier: GPL-2.0
// what: report a page as moved that stayed
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_no_vma.coherent_page.page_of_a_shared_file_mapping
// seen: um:7.3 migrate_device_no_vma.coherent_page.page_with_an_extra_reference
// seen: um:7.3 migrate_device_no_vma.range_moved.page_of_a_shared_file_mapping

@@
@@
\( migrate_device_coherent_folio \| migrate_device_coherent_page \)(...)
{
	<...
-	return -EBUSY;
+	return 0;
	...>
}
