// SPDX-License-Identifier: GPL-2.0
// what: a page that is being written stays where it is
// fixes: Documentation/mdkunit/finds/bug-on-writeback.rst
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

// 7.x steps by what an entry stands for, the others by one.
@seven@
@@
migrate_vma_split_unmapped_folio(...)

@depends on seven@
expression folio;
symbol src_pfns, i, next;
@@
- BUG_ON(folio_test_writeback(folio));
+ if (folio_test_writeback(folio)) {
+	src_pfns[i] &= ~MIGRATE_PFN_MIGRATE;
+	goto next;
+ }

@depends on !seven@
expression folio;
symbol src_pfns, i;
@@
- BUG_ON(folio_test_writeback(folio));
+ if (folio_test_writeback(folio)) {
+	src_pfns[i] &= ~MIGRATE_PFN_MIGRATE;
+	continue;
+ }

// 6.1 leaves it to migrate_folio().
@@
symbol src_pfns, i, migrate, page, r;
@@
+ if (PageWriteback(page)) {
+	src_pfns[i] &= ~MIGRATE_PFN_MIGRATE;
+	continue;
+ }
if (migrate && migrate->fault_page == page)
	r = migrate_folio_extra(...);
else
	r = migrate_folio(...);
