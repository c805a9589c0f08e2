// SPDX-License-Identifier: GPL-2.0
// what: go on without a directory
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_insert_abort.failed_allocation.directory_of_the_third_level

@@
identifier p4dp, pudp, pmdp;
@@
migrate_vma_insert_page(...)
{
	<...
(
-	if (!p4dp)
-		goto abort;
|
-	if (!pudp)
-		goto abort;
|
-	if (!pmdp)
-		goto abort;
)
	...>
}
