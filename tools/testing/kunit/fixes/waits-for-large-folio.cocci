// SPDX-License-Identifier: GPL-2.0
// what: pass over a large folio that another has locked
// fixes: Documentation/mdkunit/finds/waits-for-large-folio.rst
// since: 6.19
// visible: x86_64
// file: mm/migrate_device.c

@@
identifier folio, fault_folio;
@@
migrate_vma_split_folio(...)
{
...
- if (folio != fault_folio)
-	folio_lock(folio);
+ if (folio != fault_folio && !folio_trylock(folio)) {
+	folio_put(folio);
+	return -EBUSY;
+ }
...
}
