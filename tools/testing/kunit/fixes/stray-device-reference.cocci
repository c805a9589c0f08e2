// SPDX-License-Identifier: GPL-2.0
// what: a device page has no reference that an ordinary one has not
// fixes: Documentation/mdkunit/finds/stray-device-reference.rst
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
identifier extra;
@@
migrate_vma_check_page(...)
{
	<...
-	if (\(folio_is_zone_device(...)\|is_zone_device_page(...)\))
-		extra++;
	...>
}
