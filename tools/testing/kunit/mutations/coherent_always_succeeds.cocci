// SPDX-License-Identifier: GPL-2.0
// what: report a page as moved that stayed
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
@@
\( migrate_device_coherent_folio \| migrate_device_coherent_page \)(...)
{
	<...
-	return -EBUSY;
+	return 0;
	...>
}
