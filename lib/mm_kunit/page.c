// SPDX-License-Identifier: GPL-2.0
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mm_inline.h>
#include <linux/pagemap.h>

#include "compat.h"
#include "device.h"
#include "ksm.h"
#include "page.h"

/* Neither a type nor an offset that swapon could have handed out. */
#define NO_SWAP_TYPE	0
#define NO_SWAP_OFFSET	0x1234

static pte_t with_device_bits(struct mm_kunit_page *page)
{
	const struct mm_kunit_given *given = page->given;
	unsigned long pfn = page_to_pfn(page->page);
	pte_t pte;

	pte = swp_entry_to_pte(given->pte.write ?
			       make_writable_device_private_entry(pfn) :
			       make_readable_device_private_entry(pfn));
	if (given->pte.soft_dirty)
		pte = pte_swp_mksoft_dirty(pte);
	if (given->pte.uffd)
		pte = mm_kunit_pte_swp_mkuffd(pte);
	return pte;
}

static pte_t with_bits(struct mm_kunit_page *page, pte_t pte)
{
	const struct mm_kunit_given *given = page->given;

	if (page->page && is_device_private_page(page->page))
		return with_device_bits(page);
	if (given->pte.no_access)
		pte = pte_modify(pte, PAGE_NONE);
	pte = given->pte.dirty ? pte_mkdirty(pte) : pte_mkclean(pte);
	pte = given->pte.young ? pte_mkyoung(pte) : pte_mkold(pte);
	pte = given->pte.soft_dirty ? pte_mksoft_dirty(pte) :
				      pte_clear_soft_dirty(pte);
	if (given->pte.uffd)
		pte = mm_kunit_pte_mkuffd(pte);
	return given->pte.write ? mm_kunit_pte_mkwrite(pte, page->space->vma) :
				  pte_wrprotect(pte);
}

static void restrict_access(struct mm_kunit_page *page)
{
	const struct mm_kunit_given *given = page->given;

	if (!given->pte.no_access)
		return;
	if (given->pte.uffd)
		mm_kunit_change_flags(page->space, VM_UFFD_RWP, 0);
	else
		mm_kunit_forbid_access(page->space);
}

static void edit_pte(struct kunit *test, struct mm_kunit_page *page)
{
	pte_t pte;

	restrict_access(page);
	if (page->given->huge) {
		mm_kunit_set_pmd_bits(page->space, page->addr, page->given);
		return;
	}
	pte = mm_kunit_read_pte(page->space, page->addr);
	KUNIT_ASSERT_EQ(test, 0, mm_kunit_write_pte(page->space, page->addr,
						    with_bits(page, pte)));
}

/**
 * mm_kunit_given_pages() - how many pages a description is of
 * @given: the description
 *
 * Return: 1, or what a PMD maps.
 */
unsigned long mm_kunit_given_pages(const struct mm_kunit_given *given)
{
	return given->huge ? PTRS_PER_PTE : 1;
}

static void set_pattern(struct mm_kunit_page *page)
{
	unsigned long i;

	page->pattern = page->addr ^ REPEAT_BYTE(0x6d);
	for (i = 0; i < mm_kunit_given_pages(page->given); i++)
		mm_kunit_set_first_word(page->page + i, page->pattern + i);
}

/* What a second migration finds: the page locked and unmapped by the first. */
static void put_in_migration(struct kunit *test, struct folio *folio)
{
	KUNIT_ASSERT_TRUE(test, folio_trylock(folio));
	folio_get(folio);
	try_to_migrate(folio, 0);
	KUNIT_ASSERT_FALSE(test, folio_mapped(folio));
}

static bool is_anon(const struct mm_kunit_given *given)
{
	return given->maps != MAPS_FILE_PAGE &&
	       given->maps != MAPS_SHARED_FILE_PAGE;
}

static bool is_private_to_the_space(const struct mm_kunit_given *given)
{
	return given->maps == MAPS_ANON || given->maps == MAPS_DEVICE ||
	       given->maps == MAPS_COHERENT;
}

/* A large folio has a counter for pins beside that of its references. */
static void add_references(struct folio *folio,
			   const struct mm_kunit_given *given, int sign)
{
	int refs = given->extra_refs;

	if (folio_test_large(folio)) {
		atomic_add(sign * given->gup_pins, mm_kunit_pincount(folio));
		refs += given->gup_pins;
	} else {
		refs += given->gup_pins * GUP_PIN_COUNTING_BIAS;
	}
	folio_ref_add(folio, sign * refs);
}

static void build_folio(struct kunit *test, struct mm_kunit_page *page)
{
	const struct mm_kunit_given *given = page->given;
	struct folio *folio = page_folio(page->page);

	lru_add_drain();
	if (given->lazyfree)
		mm_kunit_page_make_lazyfree(test, page);
	mm_kunit_page_set_flags(test, folio, given);
	if (is_private_to_the_space(given) && !given->exclusive)
		ClearPageAnonExclusive(page->page);
	if (given->locked)
		KUNIT_ASSERT_TRUE(test, folio_trylock(folio));
	add_references(folio, given, 1);
	page->taken = true;
	if (given->maps == MAPS_MIGRATION_ENTRY)
		put_in_migration(test, folio);
}

/* The sharer maps this page only, whatever else the space holds. */
static void build_sharer(struct kunit *test, struct mm_kunit_page *page)
{
	struct mm_kunit_space *sharer = &page->sharer;
	unsigned long after = page->addr +
			      mm_kunit_given_pages(page->given) * PAGE_SIZE;

	KUNIT_ASSERT_EQ(test, 0, mm_kunit_space_fork(sharer, page->space));
	if (page->addr > sharer->start)
		mm_kunit_zap(sharer, sharer->start, page->addr - sharer->start);
	mm_kunit_zap(sharer, after, sharer->vma->vm_end - after);
	/* A fork leaves what a fault brings back. */
	if (!is_anon(page->given))
		KUNIT_ASSERT_EQ(test, 0,
				mm_kunit_fault(sharer, page->addr,
					       page->given->pte.write));
}

/* Two spaces map the same at the same address, if nothing else is there. */
static void build_merged(struct kunit *test, struct mm_kunit_page *page)
{
	struct mm_kunit_space *sharer = &page->sharer;
	pte_t pte;

	KUNIT_ASSERT_EQ(test, 0, mm_kunit_space_create(sharer, MAPPING_ANON));
	KUNIT_ASSERT_EQ(test, sharer->start, page->space->start);
	KUNIT_ASSERT_EQ(test, 0, mm_kunit_fault(sharer, page->addr, true));
	pte = mm_kunit_read_pte(sharer, page->addr);
	copy_highpage(pfn_to_page(pte_pfn(pte)), page->page);
	KUNIT_ASSERT_EQ(test, 0, mm_kunit_merge(page->space, sharer,
						page->addr));
	pte = mm_kunit_read_pte(page->space, page->addr);
	page->page = pfn_to_page(pte_pfn(pte));
}

static void finish_page(struct kunit *test, struct mm_kunit_page *page)
{
	set_pattern(page);
	if (page->given->maps == MAPS_KSM_PAGE)
		build_merged(test, page);
	else if (mm_kunit_is_shared(page->given))
		build_sharer(test, page);
	edit_pte(test, page);
	build_folio(test, page);
}

static int fault_in(struct mm_kunit_page *page)
{
	const struct mm_kunit_given *given = page->given;

	if (given->huge)
		return mm_kunit_map_huge_page(page->space, page->addr);
	return mm_kunit_fault(page->space, page->addr,
			      is_anon(given) || given->pte.write);
}

static struct page *page_at(struct mm_kunit_page *page)
{
	if (page->given->huge)
		return mm_kunit_huge_page_at(page->space, page->addr);
	return pfn_to_page(pte_pfn(mm_kunit_read_pte(page->space,
						     page->addr)));
}

static void build_page(struct kunit *test, struct mm_kunit_page *page)
{
	const struct mm_kunit_given *given = page->given;

	/* No fault makes a page writable that others may have to copy. */
	KUNIT_ASSERT_TRUE(test, !is_anon(given) || !given->pte.write ||
			  given->exclusive);
	KUNIT_ASSERT_EQ(test, 0, fault_in(page));
	page->page = page_at(page);
	KUNIT_ASSERT_EQ(test, PageAnon(page->page), is_anon(given));
	finish_page(test, page);
}

/* A fault makes what the mapping needs; its page makes way. */
static void build_device_page(struct kunit *test, struct mm_kunit_page *page,
			      enum memory_type type)
{
	struct mm_kunit_device *device = mm_kunit_device(type);
	unsigned long nr = mm_kunit_given_pages(page->given);

	KUNIT_ASSERT_NOT_NULL(test, device);
	KUNIT_ASSERT_EQ(test, 0, fault_in(page));
	mm_kunit_zap(page->space, page->addr, nr * PAGE_SIZE);
	page->page = mm_kunit_device_take(device, ilog2(nr));
	KUNIT_ASSERT_NOT_NULL(test, page->page);
	KUNIT_ASSERT_EQ(test, 0, nr > 1 ?
			mm_kunit_device_map_huge(page->space, page->addr,
						 page->page) :
			mm_kunit_device_map(page->space, page->addr,
					    page->page));
	finish_page(test, page);
}

/* A fault would map what the file has around it as well. */
static void build_table(struct kunit *test, struct mm_kunit_page *page)
{
	if (page->given->huge) {
		KUNIT_ASSERT_EQ(test, 0, fault_in(page));
		mm_kunit_zap(page->space, page->addr, PMD_SIZE);
		return;
	}
	KUNIT_ASSERT_EQ(test, 0, mm_kunit_write_pte(page->space, page->addr,
						    __pte(0)));
	restrict_access(page);
}

static void build_zero_page(struct kunit *test, struct mm_kunit_page *page)
{
	if (page->given->huge) {
		KUNIT_ASSERT_EQ(test, 0,
				mm_kunit_map_huge_zero_page(page->space,
							    page->addr));
		edit_pte(test, page);
		return;
	}
	KUNIT_ASSERT_EQ(test, 0,
			mm_kunit_fault(page->space, page->addr, false));
	KUNIT_ASSERT_TRUE(test,
			  is_zero_pfn(pte_pfn(mm_kunit_read_pte(page->space,
								page->addr))));
	edit_pte(test, page);
}

static void build_swap_entry(struct kunit *test, struct mm_kunit_page *page)
{
	pte_t pte = swp_entry_to_pte(swp_entry(NO_SWAP_TYPE, NO_SWAP_OFFSET));

	if (page->given->maps == MAPS_MARKER)
		pte = mm_kunit_marker();
	if (page->given->pte.soft_dirty)
		pte = pte_swp_mksoft_dirty(pte);
	KUNIT_ASSERT_EQ(test, 0,
			mm_kunit_write_pte(page->space, page->addr, pte));
}

static void build(struct kunit *test, struct mm_kunit_page *page)
{
	switch (page->given->maps) {
	case MAPS_ANON:
	case MAPS_SHARED_ANON:
	case MAPS_FILE_PAGE:
	case MAPS_SHARED_FILE_PAGE:
	case MAPS_KSM_PAGE:
	case MAPS_MIGRATION_ENTRY:
		build_page(test, page);
		break;
	case MAPS_DEVICE:
	case MAPS_SHARED_DEVICE:
		build_device_page(test, page, MEMORY_DEVICE_PRIVATE);
		break;
	case MAPS_COHERENT:
	case MAPS_SHARED_COHERENT:
		build_device_page(test, page, MEMORY_DEVICE_COHERENT);
		break;
	case MAPS_ZERO_PAGE:
		build_zero_page(test, page);
		break;
	case MAPS_SWAP_ENTRY:
	case MAPS_MARKER:
		build_swap_entry(test, page);
		break;
	case MAPS_HOLE:
		build_table(test, page);
		break;
	case MAPS_NO_TABLE:
		break;
	}
}

/**
 * mm_kunit_page_build() - make one address hold what is described
 * @test: failed and left if it can't be done
 * @page: filled in; to be given to mm_kunit_page_release() by the caller
 * @space: where to
 * @addr: user virtual address in the mapping of @space, page-aligned, or aligned
 *	to PMD_SIZE for what is huge
 * @given: must live as long as @page
 *
 * Context: no lock held.
 */
void mm_kunit_page_build(struct kunit *test, struct mm_kunit_page *page,
			 struct mm_kunit_space *space, unsigned long addr,
			 const struct mm_kunit_given *given)
{
	page->space = space;
	page->addr = addr;
	page->given = given;
	if (given->mlocked)
		mm_kunit_change_flags(space, VM_LOCKED, 0);
	build(test, page);
}

/**
 * mm_kunit_page_release() - give back what was taken to build a page
 * @page: its mapping stays, to be freed with the space; only entries that the
 *	kernel's own teardown would stumble over are removed
 *
 * Context: no migration of the page may be under way.
 */
void mm_kunit_page_release(struct mm_kunit_page *page)
{
	const struct mm_kunit_given *given = page->given;
	struct folio *folio;

	/* An earlier page of a range may be the last that could be built. */
	if (!page->space)
		return;
	if (given->maps == MAPS_SWAP_ENTRY || given->maps == MAPS_MARKER)
		mm_kunit_write_pte(page->space, page->addr, __pte(0));
	/* Whoever unmaps it last takes it out of the swap cache then. */
	if (page->page && PageWriteback(page->page))
		folio_end_writeback(page_folio(page->page));
	mm_kunit_space_destroy(&page->sharer);
	if (!page->page || !page->taken)
		return;

	folio = page_folio(page->page);
	if (given->maps == MAPS_MIGRATION_ENTRY) {
		remove_migration_ptes(folio, folio, 0);
		folio_unlock(folio);
		folio_put(folio);
	}
	if (given->locked)
		folio_unlock(folio);
	if (given->off_lru)
		folio_putback_lru(folio);
	if (given->private_data)
		folio_detach_private(folio);
	add_references(folio, given, -1);
}

/**
 * mm_kunit_is_shared() - whether a second space maps the page
 * @given: what it is built from
 *
 * Return: true if it does.
 */
bool mm_kunit_is_shared(const struct mm_kunit_given *given)
{
	return given->maps == MAPS_SHARED_ANON ||
	       given->maps == MAPS_SHARED_FILE_PAGE ||
	       given->maps == MAPS_KSM_PAGE ||
	       given->maps == MAPS_SHARED_DEVICE ||
	       given->maps == MAPS_SHARED_COHERENT;
}
