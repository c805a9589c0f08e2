// SPDX-License-Identifier: GPL-2.0
#include "compat.h"
#include "gup_model.h"

/* Of a huge page the PMD is the entry itself. */
static pmd_t read_pmd(const struct mm_kunit_gup *gup)
{
	if (gup->huge)
		return __pmd(0);
	return READ_ONCE(*pmd_off(gup->mm, gup->addr));
}

static struct folio *folio_of(const struct mm_kunit_gup *gup)
{
	return page_folio(gup->memory->page);
}

static void give_up(struct mm_kunit_gup *gup)
{
	gup->next = GUP_DONE;
}

static void put_and_give_up(struct mm_kunit_gup *gup)
{
	if (!gup->plain)
		mm_kunit_memory_unpin(gup->memory);
	folio_put(folio_of(gup));
	give_up(gup);
}

static void succeed(struct mm_kunit_gup *gup)
{
	gup->pinned = true;
	gup->next = GUP_DONE;
}

/* A PTE of another page is of no interest: then it is somebody else's pin. */
static void read_first(struct mm_kunit_gup *gup)
{
	gup->pmd = read_pmd(gup);
	gup->pte = mm_kunit_memory_pte(gup->memory);
	if (!pte_access_permitted(gup->pte, gup->write) ||
	    pte_pfn(gup->pte) != page_to_pfn(gup->memory->page))
		give_up(gup);
}

static void grab(struct mm_kunit_gup *gup)
{
	/* An atomic operation that returns a value is a barrier, before. */
	if (!folio_try_get(folio_of(gup))) {
		give_up(gup);
		return;
	}
	if (gup->plain)
		return;
	mm_kunit_memory_pin(gup->memory);
	/* Without a read barrier the flag may be read as early as this. */
	if (gup->without & GUP_NO_READ_BARRIER)
		gup->exclusive = mm_kunit_memory_exclusive(gup->memory);
}

static void read_again(struct mm_kunit_gup *gup)
{
	if (!(gup->without & GUP_TRUSTS_PTE) &&
	    (pmd_val(gup->pmd) != pmd_val(read_pmd(gup)) ||
	     mm_kunit_pte_val(gup->pte) !=
	     mm_kunit_pte_val(mm_kunit_memory_pte(gup->memory))))
		put_and_give_up(gup);
	else if (pte_write(gup->pte) || gup->plain)
		succeed(gup);
}

static void check_exclusive(struct mm_kunit_gup *gup)
{
	if (!(gup->without & GUP_NO_READ_BARRIER))
		gup->exclusive = mm_kunit_memory_exclusive(gup->memory);
	if (gup->exclusive || gup->without & GUP_TRUSTS_PAGE)
		succeed(gup);
	else
		put_and_give_up(gup);
}

/**
 * mm_kunit_gup_ready() - see &struct mm_kunit_actor
 * @gup: a &struct mm_kunit_gup
 * @locked: it does not care
 *
 * Return: whether there is a next step.
 */
enum mm_kunit_readiness mm_kunit_gup_ready(void *gup, bool locked)
{
	const struct mm_kunit_gup *model = gup;

	return model->next == GUP_DONE ? ACTOR_DONE : ACTOR_READY;
}

/**
 * mm_kunit_gup_step() - see &struct mm_kunit_actor
 * @gup: a &struct mm_kunit_gup
 */
void mm_kunit_gup_step(void *gup)
{
	struct mm_kunit_gup *model = gup;

	switch (model->next++) {
	case GUP_READ:
		read_first(model);
		break;
	case GUP_GRAB:
		grab(model);
		break;
	case GUP_BARRIER:
		if (!(model->without & GUP_NO_BARRIER))
			mm_kunit_memory_pins_arrive(model->memory);
		break;
	case GUP_READ_AGAIN:
		read_again(model);
		break;
	case GUP_READ_BARRIER:
		break;
	case GUP_CHECK_EXCLUSIVE:
		check_exclusive(model);
		break;
	case GUP_DONE:
		give_up(model);
		break;
	}
}

/**
 * mm_kunit_gup_begin() - make ready for another schedule
 * @gup: holds no pin
 */
void mm_kunit_gup_begin(struct mm_kunit_gup *gup)
{
	gup->next = GUP_READ;
	gup->pinned = false;
}

/**
 * mm_kunit_gup_unpin() - release the pin, if there is one
 * @gup: holds none afterwards
 */
void mm_kunit_gup_unpin(struct mm_kunit_gup *gup)
{
	if (!gup->pinned)
		return;
	put_and_give_up(gup);
	gup->pinned = false;
}
