// SPDX-License-Identifier: GPL-2.0
// what: do not put the page back on the LRU
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
@@
\( __migrate_device_finalize \| migrate_device_finalize \)(...)
{
	<...
-	folio_add_lru(...);
+	;
	...>
}
