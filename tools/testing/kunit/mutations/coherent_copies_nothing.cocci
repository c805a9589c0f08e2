// SPDX-License-Identifier: GPL-2.0
// what: leave the content behind
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
@@
\( migrate_device_coherent_folio \| migrate_device_coherent_page \)(...)
{
	<...
-	\( folio_copy(...) \| copy_highpage(...) \);
+	;
	...>
}
