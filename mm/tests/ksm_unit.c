// SPDX-License-Identifier: GPL-2.0
/*
 * mm/ksm.c, compiled a second time under observation. See rmap_unit.c.
 */
#include "mm_kunit/interpose_early.h"

#include <linux/delay.h>
#include <linux/errno.h>
#include <linux/freezer.h>
#include <linux/fs.h>
#include <linux/hashtable.h>
#include <linux/ksm.h>
#include <linux/kthread.h>
#include <linux/memory.h>
#include <linux/mm.h>
#include <linux/mm_inline.h>
#include <linux/mman.h>
#include <linux/mmu_notifier.h>
#include <linux/numa.h>
#include <linux/oom.h>
#include <linux/pagemap.h>
#include <linux/pagewalk.h>
#include <linux/rbtree.h>
#include <linux/rmap.h>
#include <linux/rwsem.h>
#include <linux/sched/cputime.h>
#include <linux/sched/mm.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/swap.h>
#include <linux/wait.h>
#include <linux/xxhash.h>
#include <asm/tlbflush.h>
#include "../internal.h"

#include "mm_kunit/interpose.h"
#include "mm_kunit/interpose_walk.h"

#define TRACE_INCLUDE_PATH mm_kunit
#define TRACE_INCLUDE_FILE no_trace

#undef EXPORT_SYMBOL_GPL
#define EXPORT_SYMBOL_GPL(symbol)
/* One kernel thread that looks for pages to merge will do. */
#undef subsys_initcall
#define subsys_initcall(fn) \
	static initcall_t fn##_is_not_called __maybe_unused = fn

#include "../ksm.c"

#include "ksm_unit.h"

int unit_ksm_write_protect_page(struct vm_area_struct *vma, struct folio *folio,
				pte_t *orig_pte)
{
#if MM_KUNIT_HAS_FOLIO_KSM
	return write_protect_page(vma, folio, orig_pte);
#else
	return write_protect_page(vma, &folio->page, orig_pte);
#endif
}

int unit_ksm_replace_page(struct vm_area_struct *vma, struct folio *folio,
			  struct folio *other, pte_t orig_pte)
{
	return replace_page(vma, &folio->page, &other->page, orig_pte);
}

/* What a page becomes when it is the one that others are merged into. */
void unit_ksm_make_stable(struct folio *folio)
{
#if MM_KUNIT_HAS_FOLIO_KSM
	folio_set_stable_node(folio, NULL);
#else
	set_page_stable_node(&folio->page, NULL);
#endif
}
