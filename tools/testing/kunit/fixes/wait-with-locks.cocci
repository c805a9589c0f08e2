// SPDX-License-Identifier: GPL-2.0
// what: pass over a large folio that somebody has locked, as any other
// fixes: Documentation/mdkunit/finds/wait-with-locks.rst
// since: 6.19
// visible: x86_64
// file: mm/migrate_device.c

@@
symbol folio, fault_folio;
@@
migrate_vma_split_folio(...)
{
	<...
-	if (folio != fault_folio)
-		folio_lock(folio);
+	if (folio != fault_folio && !folio_trylock(folio)) {
+		folio_put(folio);
+		return -EBUSY;
+	}
	...>
}
