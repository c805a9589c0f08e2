// SPDX-License-Identifier: GPL-2.0
// what: share a pinned page with the child of a fork
// since: 6.12
// visible: x86_64
// file: mm/memory.c
// seen: x86_64:7.3 mm_fork_pins.forked_page.pinned_read_only_page_is_copied
// seen: x86_64:7.3 mm_fork_pins.forked_page.pinned_writable_page_is_copied

@@
expression folio, page, vma, src_vma;
@@
 if (unlikely(
-	folio_try_dup_anon_rmap_pte(folio, page, vma, src_vma)
+	(ClearPageAnonExclusive(page), folio_dup_file_rmap_pte(folio, page, vma), 0)
 	)) { ... }
