// SPDX-License-Identifier: GPL-2.0
// what: a zap gives back what the entry stands for, not what its folio is
// fixes: Documentation/mdkunit/finds/zap-of-device-migration.rst
// since: 7.3
// visible: x86_64
// file: mm/huge_memory.c

@@
symbol folio, pmdval, is_device_private;
@@
zap_huge_pmd_folio(...)
{
	...
-	const bool is_device_private = folio_is_device_private(folio);
+	const bool is_device_private = pmd_is_device_private_entry(pmdval);
	...
}
