// SPDX-License-Identifier: GPL-2.0
#include <linux/highmem.h>
#include <linux/huge_mm.h>
#include <linux/mmap_lock.h>
#include <asm/tlbflush.h>

#include "compat.h"
#include "huge.h"
#include "page.h"
#include "snapshot.h"

static int fault_huge(struct mm_kunit_space *space, unsigned long addr,
		      bool write)
{
	int err;

	mm_kunit_allow_huge(space, true);
	err = mm_kunit_fault(space, addr, write);
	mm_kunit_allow_huge(space, false);
	if (!err && !pmd_trans_huge(*pmd_off(space->mm, addr)))
		err = -EFAULT;
	return err;
}

/**
 * mm_kunit_map_huge_page() - map one huge page
 * @space: the address space
 * @addr: user virtual address, aligned to PMD_SIZE, nothing mapped there
 *
 * Return: 0, or -EFAULT where no huge page could be had.
 */
int mm_kunit_map_huge_page(struct mm_kunit_space *space, unsigned long addr)
{
	return fault_huge(space, addr, true);
}

/**
 * mm_kunit_map_huge_zero_page() - map the huge page of zeroes
 * @space: the address space, of anonymous memory
 * @addr: user virtual address, aligned to PMD_SIZE, nothing mapped there
 *
 * Return: 0, or -EFAULT where it could not be had.
 */
int mm_kunit_map_huge_zero_page(struct mm_kunit_space *space,
				unsigned long addr)
{
	int err = fault_huge(space, addr, false);

	if (!err && !is_huge_zero_pmd(*pmd_off(space->mm, addr)))
		err = -EFAULT;
	return err;
}

/* A split maps pages of zeroes to the zero page instead. */
static void fill_folio(struct folio *folio)
{
	long i;

	for (i = 0; i < folio_nr_pages(folio); i++)
		memset_page(folio_page(folio, i), 0, 0xa5, sizeof(long));
}

/**
 * mm_kunit_split_pmd() - map page by page what was mapped by one PMD
 * @space: the address space
 * @addr: user virtual address, aligned to PMD_SIZE, of a huge page
 */
void mm_kunit_split_pmd(struct mm_kunit_space *space, unsigned long addr)
{
	mmap_read_lock(space->mm);
	split_huge_pmd(space->vma, pmd_off(space->mm, addr), addr);
	mmap_read_unlock(space->mm);
}

/**
 * mm_kunit_map_large_folio() - map one large folio page by page
 * @space: the address space
 * @addr: user virtual address, aligned to PMD_SIZE, nothing mapped there
 *
 * The folio covers the whole PMD; it is faulted in as a huge page, whose PMD
 * is then split.
 *
 * Return: 0, or -EFAULT where no huge page could be had.
 */
int mm_kunit_map_large_folio(struct mm_kunit_space *space, unsigned long addr)
{
	int err = mm_kunit_map_huge_page(space, addr);

	if (err)
		return err;
	fill_folio(page_folio(pmd_page(*pmd_off(space->mm, addr))));
	mm_kunit_split_pmd(space, addr);
	return 0;
}

#if MM_KUNIT_HAS_MTHP
static int fault_order(struct mm_kunit_space *space, unsigned long addr,
		       unsigned int order)
{
	unsigned long always = huge_anon_orders_always;
	int err;

	huge_anon_orders_always = BIT(order);
	mm_kunit_change_flags(space, 0, VM_HUGEPAGE | VM_NOHUGEPAGE);
	err = mm_kunit_fault(space, addr, true);
	mm_kunit_allow_huge(space, false);
	huge_anon_orders_always = always;
	return err;
}
#else
static int fault_order(struct mm_kunit_space *space, unsigned long addr,
		       unsigned int order)
{
	return -EOPNOTSUPP;
}
#endif

/**
 * mm_kunit_map_order() - map one large folio that is smaller than a PMD
 * @space: the address space
 * @addr: user virtual address, aligned to the folio's size, nothing mapped
 *	there
 * @order: the folio's size
 *
 * For 6.8 and later, with transparent huge pages.
 *
 * Return: 0, or -EFAULT where no such folio could be had.
 */
int mm_kunit_map_order(struct mm_kunit_space *space, unsigned long addr,
		       unsigned int order)
{
	int err = fault_order(space, addr, order);
	struct folio *folio;

	if (err)
		return err;
	lru_add_drain();
	folio = page_folio(pfn_to_page(pte_pfn(mm_kunit_read_pte(space,
								 addr))));
	if (folio_nr_pages(folio) != 1L << order)
		return -EFAULT;
	fill_folio(folio);
	return 0;
}

#ifdef CONFIG_TRANSPARENT_HUGEPAGE
/**
 * mm_kunit_read_pmd() - read the entry above the page tables
 * @space: the address space
 * @addr: user virtual address
 *
 * Return: the entry, a none entry where there is no table of them.
 */
pmd_t mm_kunit_read_pmd(struct mm_kunit_space *space, unsigned long addr)
{
	pgd_t *pgd = pgd_offset(space->mm, addr);
	p4d_t *p4d;
	pud_t *pud;

	if (!pgd_present(*pgd))
		return __pmd(0);
	p4d = p4d_offset(pgd, addr);
	if (!p4d_present(*p4d))
		return __pmd(0);
	pud = pud_offset(p4d, addr);
	if (!pud_present(*pud))
		return __pmd(0);
	return READ_ONCE(*pmd_offset(pud, addr));
}

/**
 * mm_kunit_write_pmd() - replace the entry of a huge page
 * @space: the address space
 * @addr: user virtual address, aligned to PMD_SIZE
 * @pmd: the new entry; references, counters and the page table that is kept
 *	for a split are the caller's business
 */
void mm_kunit_write_pmd(struct mm_kunit_space *space, unsigned long addr,
			pmd_t pmd)
{
	pmd_t *pmdp = pmd_off(space->mm, addr);
	spinlock_t *ptl = pmd_lock(space->mm, pmdp);

	if (pmd_trans_huge(*pmdp))
		pmdp_huge_clear_flush(space->vma, addr, pmdp);
	set_pmd_at(space->mm, addr, pmdp, pmd);
	spin_unlock(ptl);
}

/**
 * mm_kunit_huge_page_at() - what a huge PMD maps
 * @space: the address space
 * @addr: user virtual address
 *
 * Return: its first page, NULL if it is not such a PMD.
 */
struct page *mm_kunit_huge_page_at(struct mm_kunit_space *space,
				   unsigned long addr)
{
	pmd_t pmd = mm_kunit_read_pmd(space, addr);

	return pmd_trans_huge(pmd) ? pmd_page(pmd) : NULL;
}

static pmd_t with_device_bits(pmd_t pmd, const struct mm_kunit_given *given)
{
	unsigned long pfn = mm_kunit_entry_pfn(mm_kunit_entry_from_pmd(pmd));

	pmd = swp_entry_to_pmd(given->pte.write ?
			       make_writable_device_private_entry(pfn) :
			       make_readable_device_private_entry(pfn));
	if (given->pte.soft_dirty)
		pmd = pmd_swp_mksoft_dirty(pmd);
	if (given->pte.uffd)
		pmd = mm_kunit_pmd_swp_mkuffd(pmd);
	return pmd;
}

static pmd_t with_bits(struct mm_kunit_space *space, pmd_t pmd,
		       const struct mm_kunit_given *given)
{
	if (!pmd_present(pmd))
		return with_device_bits(pmd, given);
	if (given->pte.no_access)
		pmd = pmd_modify(pmd, PAGE_NONE);
	pmd = pmd_wrprotect(pmd);
	pmd = given->pte.dirty ? pmd_mkdirty(pmd) : pmd_mkclean(pmd);
	pmd = given->pte.young ? pmd_mkyoung(pmd) : pmd_mkold(pmd);
	if (given->pte.write)
		pmd = mm_kunit_pmd_mkwrite(pmd, space->vma);
	if (given->pte.uffd)
		pmd = mm_kunit_pmd_mkuffd(pmd);
	/* The last: to make an entry dirty may make it soft-dirty, too. */
	return given->pte.soft_dirty ? pmd_mksoft_dirty(pmd) :
				       pmd_clear_soft_dirty(pmd);
}

/**
 * mm_kunit_set_pmd_bits() - give a huge PMD the bits that a row asks for
 * @space: the address space
 * @addr: user virtual address, aligned to PMD_SIZE
 * @given: the bits
 */
void mm_kunit_set_pmd_bits(struct mm_kunit_space *space, unsigned long addr,
			   const struct mm_kunit_given *given)
{
	pmd_t pmd = mm_kunit_read_pmd(space, addr);

	mm_kunit_write_pmd(space, addr, with_bits(space, pmd, given));
}

/* See snapshot.c. */
static bool is_inaccessible(pmd_t pmd)
{
	pmd = pmd_mkold(pmd);
	return pmd_same(pmd, pmd_mkold(pmd_modify(pmd, PAGE_NONE)));
}

/**
 * mm_kunit_huge_state() - record the entry of a huge page
 * @space: the address space
 * @addr: user virtual address
 * @state: filled in if there is one
 *
 * Return: whether the address is mapped by a PMD, or by an entry in its place.
 */
bool mm_kunit_huge_state(struct mm_kunit_space *space, unsigned long addr,
			 struct mm_kunit_pte_state *state)
{
	pmd_t pmd = mm_kunit_read_pmd(space, addr);

	if (pmd_none(pmd) || (pmd_present(pmd) && !pmd_trans_huge(pmd)))
		return false;
	if (pmd_present(pmd)) {
		state->kind = PTE_PRESENT;
		state->pfn = pmd_pfn(pmd);
		state->write = !!pmd_write(pmd);
		state->dirty = !!pmd_dirty(pmd);
		state->young = !!pmd_young(pmd);
		state->soft_dirty = !!pmd_soft_dirty(pmd);
		state->uffd = !!mm_kunit_pmd_uffd(pmd);
		state->no_access = is_inaccessible(pmd);
	} else {
		mm_kunit_entry_state(mm_kunit_entry_from_pmd(pmd), state);
		state->soft_dirty = !!pmd_swp_soft_dirty(pmd);
		state->uffd = !!mm_kunit_pmd_swp_uffd(pmd);
	}
	state->huge = 1;
	return true;
}
#endif
