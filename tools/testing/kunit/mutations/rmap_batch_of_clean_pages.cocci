// SPDX-License-Identifier: GPL-2.0
// what: forget that a dirty page is in a batch
// since: 6.1
// visible: x86_64
// file: mm/rmap.c
// seen: x86_64:7.3 rmap_batch.flush_before_io.dirty_page_that_is_migrated
// seen: x86_64:7.3 rmap_batch.flush_before_io.dirty_page_that_is_pinned
// seen: x86_64:7.3 rmap_batch.flush_before_io.dirty_page_that_is_unmapped

@@
expression e;
@@
- e->writable = true;
