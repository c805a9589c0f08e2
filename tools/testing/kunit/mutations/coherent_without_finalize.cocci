// SPDX-License-Identifier: GPL-2.0
// what: leave the migration unfinished
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
@@
\( migrate_device_coherent_folio \| migrate_device_coherent_page \)(...)
{
	<...
-	migrate_device_finalize(...);
	...>
}
