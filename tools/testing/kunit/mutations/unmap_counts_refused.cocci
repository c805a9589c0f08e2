// SPDX-License-Identifier: GPL-2.0
// what: count pages that were mapped again
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
symbol migrate;
@@
migrate_vma_unmap(...)
{
-	migrate->cpages =
	migrate_device_unmap(...);
}
