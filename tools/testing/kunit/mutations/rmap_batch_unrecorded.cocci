// SPDX-License-Identifier: GPL-2.0
// what: forget which address spaces a batch is about
// since: 6.1
// visible: x86_64
// file: mm/rmap.c
// seen: x86_64:7.3 rmap_batch.flush_before_the_next_change.dirty_page_that_is_migrated
// seen: x86_64:7.3 rmap_batch.flush_before_the_next_change.dirty_page_that_is_pinned
// seen: x86_64:7.3 rmap_batch.flush_before_the_next_change.dirty_page_that_is_unmapped

@@
expression mm;
@@
- atomic_inc(&mm->tlb_flush_batched);
