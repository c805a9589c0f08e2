// SPDX-License-Identifier: GPL-2.0
/*
 * mm/rmap.c, compiled a second time under observation.
 *
 * Every header is read first, then the primitives are redirected and the
 * source is included as it is. Its global symbols are made local when the
 * object is done (see Makefile), but for those that begin with unit_.
 */
#include "mm_kunit/interpose_early.h"

#include <linux/backing-dev.h>
#include <linux/export.h>
#include <linux/huge_mm.h>
#include <linux/hugetlb.h>
#include <linux/ksm.h>
#include <linux/memcontrol.h>
#include <linux/memremap.h>
#include <linux/migrate.h>
#include <linux/mm.h>
#include <linux/mm_inline.h>
#include <linux/mmu_notifier.h>
#include <linux/oom.h>
#include <linux/page_idle.h>
#include <linux/pagemap.h>
#include <linux/rmap.h>
#include <linux/sched/mm.h>
#include <linux/sched/task.h>
#include <linux/swap.h>
#include <linux/swapops.h>
#include <linux/userfaultfd_k.h>
#include <asm/tlb.h>
#include "../internal.h"
#include "../swap.h"

#include "mm_kunit/interpose.h"
#include "mm_kunit/interpose_walk.h"
#include "mm_kunit/interpose_reclaim.h"

#define TRACE_INCLUDE_PATH mm_kunit
#define TRACE_INCLUDE_FILE no_trace

#undef EXPORT_SYMBOL_GPL
#define EXPORT_SYMBOL_GPL(symbol)

#include "../rmap.c"

#include "rmap_unit.h"

void unit_rmap_try_to_migrate(struct folio *folio, enum ttu_flags flags)
{
	try_to_migrate(folio, flags);
}

void unit_rmap_try_to_unmap(struct folio *folio, enum ttu_flags flags)
{
	try_to_unmap(folio, flags);
}

void unit_rmap_flush(void)
{
	try_to_unmap_flush();
}

void unit_rmap_flush_dirty(void)
{
	try_to_unmap_flush_dirty();
}

void unit_rmap_flush_pending(struct mm_struct *mm)
{
	flush_tlb_batched_pending(mm);
}
