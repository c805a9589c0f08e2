// SPDX-License-Identifier: GPL-2.0
// what: finalize unlocks the fault folio, which is still the caller's
// symptom: the caller of the fault handler unlocks a page that is not locked
// reverts: 1afaeb8293c9
// since: 7.3
// visible: um, x86_64
// config: devmem
// file: mm/migrate_device.c

@@
identifier fault_folio, src;
@@
__migrate_device_finalize(...)
{
<...
- if (fault_folio != src)
	folio_unlock(src);
...>
}
