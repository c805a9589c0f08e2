// SPDX-License-Identifier: GPL-2.0
// what: do not put a page back on the LRU that can not be taken
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
@@
migrate_device_unmap(...)
{
	<...
(
-	folio_putback_lru(...);
+	;
|
-	putback_lru_page(...);
+	;
)
	...>
}
