/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What differs between the kernels that the suite runs on (6.1 and later).
 *
 * This is the only file that names a version. Everything else says
 * KERNEL(major, minor) in the data of a row or calls a wrapper from here.
 */
#ifndef _MM_KUNIT_COMPAT_H
#define _MM_KUNIT_COMPAT_H

#include <kunit/test.h>
#include <linux/memremap.h>
#include <linux/migrate.h>
#include <linux/mm.h>
#include <linux/mmu_notifier.h>
#include <linux/rmap.h>
#include <linux/swap.h>
#include <linux/swapops.h>
#include <linux/version.h>
#if __has_include(<linux/leafops.h>)
#include <linux/leafops.h>
#define MM_KUNIT_HAS_SOFTLEAF 1
#else
#define MM_KUNIT_HAS_SOFTLEAF 0
#endif
#include "../../mm/internal.h"
#include "../../mm/swap.h"

/* A release in the .since and .until of a row. */
#define KERNEL(major, minor)	KERNEL_VERSION(major, minor, 0)
#define MM_KUNIT_KERNEL		LINUX_VERSION_CODE
#define MM_KUNIT_SINCE(major, minor)	(KERNEL(major, minor) <= MM_KUNIT_KERNEL)

#define MM_KUNIT_HAS_FOLIO_SHARE	MM_KUNIT_SINCE(6, 8)
#define MM_KUNIT_HAS_FOLIO_ISOLATE	MM_KUNIT_SINCE(6, 7)
#define MM_KUNIT_HAS_SPLIT_FOLIO	MM_KUNIT_SINCE(6, 12)
/* Before, KUnit printed a skipped row as one that passed. */
#define MM_KUNIT_HAS_ROW_SKIP		MM_KUNIT_SINCE(6, 6)
/* Without the call of .invalidate_range that the other one makes. */
#define MM_KUNIT_HAS_NOTIFIER_ONLY_END	(!MM_KUNIT_SINCE(6, 6))
#define MM_KUNIT_HAS_MTHP		(MM_KUNIT_SINCE(6, 8) && \
					 IS_ENABLED(CONFIG_TRANSPARENT_HUGEPAGE))
#define MM_KUNIT_HAS_COHERENT_FOLIO	MM_KUNIT_SINCE(6, 12)
#define MM_KUNIT_HAS_DEVICE_PFNS	MM_KUNIT_SINCE(6, 15)
#define MM_KUNIT_HAS_LAZY_MMU_MODE	MM_KUNIT_SINCE(7, 0)
#define MM_KUNIT_HAS_FOLIO_FREE		MM_KUNIT_SINCE(6, 19)
#define MM_KUNIT_FAULT_LOCKS_PAGE	MM_KUNIT_SINCE(6, 15)
#define MM_KUNIT_HAS_FOLIO_KSM		MM_KUNIT_SINCE(6, 10)
#define MM_KUNIT_HAS_FOLIO_DUP_SWAP	MM_KUNIT_SINCE(7, 0)
#define MM_KUNIT_HAS_CLEAR_PTES		MM_KUNIT_SINCE(6, 17)
#define MM_KUNIT_HAS_MARKERS		MM_KUNIT_SINCE(6, 6)
#define MM_KUNIT_HAS_UFFD_WP_RANGE	MM_KUNIT_SINCE(6, 5)
#define MM_KUNIT_HAS_VMA_REFCOUNT	(MM_KUNIT_SINCE(6, 19) && \
					 IS_ENABLED(CONFIG_PER_VMA_LOCK))
/* How a flush is put off: for an mm, for one page of it or for a range. */
#define MM_KUNIT_HAS_DEFER_OF_PAGE	MM_KUNIT_SINCE(6, 6)
#define MM_KUNIT_HAS_DEFER_OF_RANGE	MM_KUNIT_SINCE(6, 15)
#define MM_KUNIT_HAS_UNMAP_BATCH \
	IS_ENABLED(CONFIG_ARCH_WANT_BATCHED_UNMAP_TLB_FLUSH)
#define MM_KUNIT_HAS_MIGRATE_BATCH	(MM_KUNIT_SINCE(6, 3) && \
					 MM_KUNIT_HAS_UNMAP_BATCH)

/* Of a page whose content is lost: rows that need it are for 6.6 and later. */
static inline pte_t mm_kunit_marker(void)
{
#if MM_KUNIT_HAS_MARKERS
	return make_pte_marker(PTE_MARKER_POISONED);
#else
	return __pte(0);
#endif
}

#if MM_KUNIT_HAS_SOFTLEAF
typedef softleaf_t mm_kunit_entry_t;
#define mm_kunit_entry_from_pte(pte)		softleaf_from_pte(pte)
#define mm_kunit_entry_from_pmd(pmd)		softleaf_from_pmd(pmd)
#define mm_kunit_entry_pfn(entry)		softleaf_to_pfn(entry)
#define mm_kunit_is_migration(entry)		softleaf_is_migration(entry)
#define mm_kunit_is_migration_write(entry)	softleaf_is_migration_write(entry)
#define mm_kunit_is_migration_exclusive(entry)	softleaf_is_migration_read_exclusive(entry)
#define mm_kunit_is_migration_young(entry)	softleaf_is_migration_young(entry)
#define mm_kunit_is_migration_dirty(entry)	softleaf_is_migration_dirty(entry)
#define mm_kunit_is_device_private(entry)	softleaf_is_device_private(entry)
#define mm_kunit_is_device_private_write(entry)	softleaf_is_device_private_write(entry)
#define mm_kunit_is_swap(entry)			softleaf_is_swap(entry)
#else
typedef swp_entry_t mm_kunit_entry_t;
#define mm_kunit_entry_from_pte(pte)		pte_to_swp_entry(pte)
#define mm_kunit_entry_from_pmd(pmd)		pmd_to_swp_entry(pmd)
#define mm_kunit_entry_pfn(entry)		swp_offset_pfn(entry)
#define mm_kunit_is_migration(entry)		is_migration_entry(entry)
#define mm_kunit_is_migration_write(entry)	is_writable_migration_entry(entry)
#define mm_kunit_is_migration_exclusive(entry)	is_readable_exclusive_migration_entry(entry)
#define mm_kunit_is_migration_young(entry)	is_migration_entry_young(entry)
#define mm_kunit_is_migration_dirty(entry)	is_migration_entry_dirty(entry)
#define mm_kunit_is_device_private(entry)	is_device_private_entry(entry)
#define mm_kunit_is_device_private_write(entry)	is_writable_device_private_entry(entry)
#define mm_kunit_is_swap(entry)			(!non_swap_entry(entry))
#endif

#if MM_KUNIT_SINCE(7, 2)
#define mm_kunit_pte_uffd(pte)		pte_uffd(pte)
#define mm_kunit_pte_mkuffd(pte)	pte_mkuffd(pte)
#define mm_kunit_pte_swp_uffd(pte)	pte_swp_uffd(pte)
#define mm_kunit_pte_swp_mkuffd(pte)	pte_swp_mkuffd(pte)
#define mm_kunit_pmd_uffd(pmd)		pmd_uffd(pmd)
#define mm_kunit_pmd_mkuffd(pmd)	pmd_mkuffd(pmd)
#define mm_kunit_pmd_swp_uffd(pmd)	pmd_swp_uffd(pmd)
#define mm_kunit_pmd_swp_mkuffd(pmd)	pmd_swp_mkuffd(pmd)
#else
#define mm_kunit_pte_uffd(pte)		pte_uffd_wp(pte)
#define mm_kunit_pte_mkuffd(pte)	pte_mkuffd_wp(pte)
#define mm_kunit_pte_swp_uffd(pte)	pte_swp_uffd_wp(pte)
#define mm_kunit_pte_swp_mkuffd(pte)	pte_swp_mkuffd_wp(pte)
#define mm_kunit_pmd_uffd(pmd)		pmd_uffd_wp(pmd)
#define mm_kunit_pmd_mkuffd(pmd)	pmd_mkuffd_wp(pmd)
#define mm_kunit_pmd_swp_uffd(pmd)	pmd_swp_uffd_wp(pmd)
#define mm_kunit_pmd_swp_mkuffd(pmd)	pmd_swp_mkuffd_wp(pmd)
#endif

/* Accesses that a userfaultfd hears of, and memory that may be dropped. */
#ifndef VM_UFFD_RWP
#define VM_UFFD_RWP	VM_NONE
#endif
#ifndef VM_DROPPABLE
#define VM_DROPPABLE	VM_NONE
#endif

#if MM_KUNIT_SINCE(6, 6)
#define mm_kunit_pte_mkwrite(pte, vma)	pte_mkwrite(pte, vma)
#define mm_kunit_pmd_mkwrite(pmd, vma)	pmd_mkwrite(pmd, vma)
#else
#define mm_kunit_pte_mkwrite(pte, vma)	pte_mkwrite(pte)
#define mm_kunit_pmd_mkwrite(pmd, vma)	pmd_mkwrite(pmd)
#endif

#if MM_KUNIT_SINCE(6, 3)
#define mm_kunit_vm_flags_mod(vma, set, clear)	vm_flags_mod(vma, set, clear)
#define mm_kunit_vm_flags_init(vma, flags)	vm_flags_init(vma, flags)
#else
static inline void mm_kunit_vm_flags_init(struct vm_area_struct *vma,
					  unsigned long flags)
{
	vma->vm_flags = flags;
}

static inline void mm_kunit_vm_flags_mod(struct vm_area_struct *vma,
					 unsigned long set, unsigned long clear)
{
	mm_kunit_vm_flags_init(vma, (vma->vm_flags | set) & ~clear);
}
#endif

#if MM_KUNIT_SINCE(6, 4)
#define mm_kunit_vma_start_write(vma)	vma_start_write(vma)
#else
#define mm_kunit_vma_start_write(vma)	do { } while (0)
#endif

#if MM_KUNIT_SINCE(6, 5)
#define mm_kunit_pin_user_page(mm, addr, flags, page) \
	pin_user_pages_remote(mm, addr, 1, flags, page, NULL)
#else
#define mm_kunit_pin_user_page(mm, addr, flags, page) \
	pin_user_pages_remote(mm, addr, 1, flags, page, NULL, NULL)
#endif

/* Bring the PTEs of a whole VMA into line with its protection. */
static inline void mm_kunit_change_protection(struct mmu_gather *tlb,
					      struct vm_area_struct *vma)
{
#if MM_KUNIT_SINCE(6, 3)
	change_protection(tlb, vma, vma->vm_start, vma->vm_end, 0);
#else
	change_protection(tlb, vma, vma->vm_start, vma->vm_end,
			  vma->vm_page_prot, 0);
#endif
}

#if MM_KUNIT_SINCE(7, 2)
#define mm_kunit_zap_range(vma, addr, size) \
	zap_vma_range(vma, addr, size)
#else
#define mm_kunit_zap_range(vma, addr, size) \
	zap_page_range_single(vma, addr, size, NULL)
#endif

/* A range in which entries are about to be cleared. */
static inline void mm_kunit_range_init(struct mmu_notifier_range *range,
				       struct vm_area_struct *vma,
				       unsigned long start, unsigned long end)
{
#if MM_KUNIT_SINCE(6, 3)
	mmu_notifier_range_init(range, MMU_NOTIFY_CLEAR, 0, vma->vm_mm, start,
				end);
#else
	mmu_notifier_range_init(range, MMU_NOTIFY_CLEAR, 0, vma, vma->vm_mm,
				start, end);
#endif
}

/* Called by the flush itself; earlier, only when the notifier range ends. */
#if MM_KUNIT_SINCE(6, 6)
#define mm_kunit_secondary_tlbs		arch_invalidate_secondary_tlbs
#define MM_KUNIT_SECONDARY_IN_TIME	1
#else
#define mm_kunit_secondary_tlbs		invalidate_range
#define MM_KUNIT_SECONDARY_IN_TIME	0
#endif

#ifdef KUNIT_CASE_SLOW
#define MM_KUNIT_CASE_SLOW(test_name)	KUNIT_CASE_SLOW(test_name)
#else
#define MM_KUNIT_CASE_SLOW(test_name)	KUNIT_CASE(test_name)
#endif

/* Without what UML keeps there about the host's mappings. */
#ifdef CONFIG_UML
#define mm_kunit_pte_val(pte)		pte_val(pte_mkuptodate(pte))
#else
#define mm_kunit_pte_val(pte)		pte_val(pte)
#endif

/* Dirty as hardware makes it: arm64 has a bit of software's beside that. */
static inline pte_t mm_kunit_pte_stored_to(pte_t pte)
{
#ifdef CONFIG_ARM64
	return __pte(pte_val(pte_mkdirty(pte)) & (~PTE_DIRTY | pte_val(pte)));
#else
	return pte_mkdirty(pte);
#endif
}

#ifdef EMPTY_VMA_FLAGS
#define MM_KUNIT_NO_VMA_FLAGS	EMPTY_VMA_FLAGS
#else
#define MM_KUNIT_NO_VMA_FLAGS	0
#endif

/* Exact, where get_mm_counter() may lag by what a CPU has not folded in. */
static inline long mm_kunit_rss(struct mm_struct *mm, int member)
{
#if MM_KUNIT_SINCE(6, 2)
	return percpu_counter_sum(&mm->rss_stat[member]);
#else
	return get_mm_counter(mm, member);
#endif
}

#if MM_KUNIT_SINCE(6, 3)
#define mm_kunit_pincount(folio)	(&(folio)->_pincount)
#else
#define mm_kunit_pincount(folio)	folio_pincount_ptr(folio)
#endif

/* Without a definition where there is no hugetlb. */
#if MM_KUNIT_SINCE(6, 11) && !defined(CONFIG_HUGETLB_PAGE)
#define MM_KUNIT_DECLARES_HUGE_PTEP_GET
#endif

#ifndef MIGRATE_PFN_COMPOUND
#define MIGRATE_PFN_COMPOUND	0
#endif
#if !MM_KUNIT_SINCE(6, 19)
#define MIGRATE_VMA_SELECT_COMPOUND	0
#endif

#if MM_KUNIT_SINCE(6, 18)
#define mm_kunit_set_mm_flag(mm, flag)		mm_flags_set(flag, mm)
#define mm_kunit_clear_mm_flag(mm, flag)	mm_flags_clear(flag, mm)
#else
#define mm_kunit_set_mm_flag(mm, flag)		set_bit(flag, &(mm)->flags)
#define mm_kunit_clear_mm_flag(mm, flag)	clear_bit(flag, &(mm)->flags)
#endif

#if MM_KUNIT_HAS_FOLIO_SHARE
#define mm_kunit_add_new_anon_rmap(folio, vma, addr) \
	folio_add_new_anon_rmap(folio, vma, addr, RMAP_EXCLUSIVE)
#else
#define mm_kunit_add_new_anon_rmap(folio, vma, addr) \
	page_add_new_anon_rmap(&(folio)->page, vma, addr)
#endif

#if MM_KUNIT_SINCE(6, 18)
#define mm_kunit_page_flags(page)	(&(page)->flags.f)
#else
#define mm_kunit_page_flags(page)	(&(page)->flags)
#endif

#if MM_KUNIT_SINCE(6, 14)
#define mm_kunit_pgmap(page)	page_pgmap(page)
#else
#define mm_kunit_pgmap(page)	((page)->pgmap)
#endif

#if MM_KUNIT_SINCE(6, 18)
#define mm_kunit_get_pagemap(pfn)	get_dev_pagemap(pfn)
#else
#define mm_kunit_get_pagemap(pfn)	get_dev_pagemap(pfn, NULL)
#endif

/* The page may have been a tail when it was freed, and still say so. */
#if MM_KUNIT_SINCE(7, 0)
#define mm_kunit_device_page_init(page, pgmap, order) \
	zone_device_folio_init((struct folio *)(page), pgmap, order)
#elif MM_KUNIT_SINCE(6, 19)
#define mm_kunit_device_page_init(page, pgmap, order) \
	zone_device_folio_init((struct folio *)(page), order)
#else
#define mm_kunit_device_page_init(page, pgmap, order) \
	zone_device_page_init(page)
#endif

/* Of an anonymous folio that is locked; 0 or a negative error. */
#if MM_KUNIT_SINCE(7, 0)
int folio_alloc_swap(struct folio *folio);
#define mm_kunit_add_to_swap(folio)	folio_alloc_swap(folio)
#elif MM_KUNIT_SINCE(6, 16)
#define mm_kunit_add_to_swap(folio)	folio_alloc_swap(folio, GFP_KERNEL)
#else
bool add_to_swap(struct folio *folio);
#define mm_kunit_add_to_swap(folio)	(add_to_swap(folio) ? 0 : -ENOMEM)
#endif

#if MM_KUNIT_SINCE(6, 12)
#define mm_kunit_mark_lazyfree(folio)	folio_mark_lazyfree(folio)
#else
#define mm_kunit_mark_lazyfree(folio)	mark_page_lazyfree(&(folio)->page)
#endif

#if MM_KUNIT_SINCE(6, 13)
int insert_vm_struct(struct mm_struct *mm, struct vm_area_struct *vma);
#endif

#endif /* _MM_KUNIT_COMPAT_H */
