// SPDX-License-Identifier: GPL-2.0
// what: leave the content behind
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_no_vma.coherent_page.exclusive_read_only_page
// seen: um:7.3 migrate_device_no_vma.coherent_page.exclusive_writable_dirty_page
// seen: um:7.3 migrate_device_no_vma.coherent_page.page_that_a_fork_shares

@@
@@
\( migrate_device_coherent_folio \| migrate_device_coherent_page \)(...)
{
	<...
-	\( folio_copy(...) \| copy_highpage(...) \);
+	;
	...>
}
