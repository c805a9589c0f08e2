// SPDX-License-Identifier: GPL-2.0
/*
 * mm/huge_memory.c, compiled a second time under observation, for
 * set_pmd_migration_entry(). See rmap_unit.c.
 */
#include "mm_kunit/interpose_early.h"

#include <linux/backing-dev.h>
#include <linux/cleanup.h>
#include <linux/compat.h>
#include <linux/dax.h>
#include <linux/debugfs.h>
#include <linux/freezer.h>
#include <linux/hashtable.h>
#include <linux/highmem.h>
#include <linux/hugetlb.h>
#include <linux/khugepaged.h>
#include <linux/list_lru.h>
#include <linux/memory-tiers.h>
#include <linux/memremap.h>
#include <linux/migrate.h>
#include <linux/mm.h>
#include <linux/mm_inline.h>
#include <linux/mm_types.h>
#include <linux/mman.h>
#include <linux/mmu_notifier.h>
#include <linux/numa.h>
#include <linux/oom.h>
#include <linux/page_idle.h>
#include <linux/page_owner.h>
#include <linux/pagemap.h>
#include <linux/pagewalk.h>
#include <linux/pgalloc.h>
#include <linux/rmap.h>
#include <linux/sched.h>
#include <linux/sched/coredump.h>
#include <linux/sched/mm.h>
#include <linux/sched/numa_balancing.h>
#include <linux/sched/sysctl.h>
#include <linux/shmem_fs.h>
#include <linux/shrinker.h>
#include <linux/swap.h>
#include <linux/swapops.h>
#include <linux/userfaultfd_k.h>
#include <asm/tlb.h>
#include <asm/pgalloc.h>
#include "../internal.h"
#include "../swap.h"

#include "mm_kunit/interpose.h"
#include "mm_kunit/interpose_huge.h"

/* This is where it is defined. */
#undef set_pmd_migration_entry

#define TRACE_INCLUDE_PATH mm_kunit
#define TRACE_INCLUDE_FILE no_trace

#undef pr_fmt
#undef EXPORT_SYMBOL_GPL
#define EXPORT_SYMBOL_GPL(symbol)
/* Huge pages are set up once, and asked for once on the command line. */
#undef subsys_initcall
#define subsys_initcall(fn) \
	static typeof(fn) *fn##_is_not_called __maybe_unused = fn
#undef late_initcall
#define late_initcall(fn) subsys_initcall(fn)
#undef __setup
#define __setup(name, fn) \
	static typeof(fn) *fn##_is_not_called __maybe_unused = \
		sizeof(name) ? fn : NULL

#include "../huge_memory.c"

#include "huge_unit.h"

/* What try_to_migrate_one() does with a folio that a PMD maps. */
int unit_huge_migrate_pmd(struct vm_area_struct *vma, unsigned long addr,
			  struct page *page)
{
	struct page_vma_mapped_walk walk = {
		.vma = vma, .address = addr, .pmd = pmd_off(vma->vm_mm, addr),
	};
	struct mmu_notifier_range range;
	spinlock_t *ptl;
	int err;

	mm_kunit_range_init(&range, vma, addr, addr + PMD_SIZE);
	mmu_notifier_invalidate_range_start(&range);
	ptl = pmd_lock(vma->vm_mm, walk.pmd);
	err = set_pmd_migration_entry(&walk, page);
	spin_unlock(ptl);
	mmu_notifier_invalidate_range_end(&range);
	return err;
}
