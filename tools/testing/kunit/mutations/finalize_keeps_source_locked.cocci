// SPDX-License-Identifier: GPL-2.0
// what: do not unlock the source
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
identifier src;
@@
\( __migrate_device_finalize \| migrate_device_finalize \)(...)
{
	<...
-	folio_unlock(src);
	...>
}
