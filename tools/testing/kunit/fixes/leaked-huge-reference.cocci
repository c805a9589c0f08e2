// SPDX-License-Identifier: GPL-2.0
// what: put the reference of a huge page that somebody else has locked
// fixes: Documentation/mdkunit/finds/leaked-huge-reference.rst
// until: 6.19
// visible: x86_64
// file: mm/migrate_device.c

@@
expression page;
identifier start, end, walk;
@@
(
- if (unlikely(!folio_trylock(page)))
+ if (unlikely(!folio_trylock(page))) {
+	folio_put(page);
	return migrate_vma_collect_skip(start, end, walk);
+ }
|
- if (unlikely(!trylock_page(page)))
+ if (unlikely(!trylock_page(page))) {
+	put_page(page);
	return migrate_vma_collect_skip(start, end, walk);
+ }
)
