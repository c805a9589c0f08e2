// SPDX-License-Identifier: GPL-2.0
/*
 * Written from the contract alone, clause by clause, and never adapted to what
 * a kernel does. A kind of memory that is missing here is a warning of the
 * compiler's: the switches have no default.
 */
#include "migrate_oracle.h"

/* contract 2.2: what may be filled where there is no page. */
static enum migrate_outcome without_a_page(const struct migrate_asked *asked)
{
	switch (asked->mapping) {
	case MAPPING_ANON:
		return OFFERED;
	case MAPPING_SHMEM_SHARED:
	case MAPPING_SHMEM_PRIVATE:
		break;
	}
	return SKIPPED;
}

/* contract 2.1 and 2.4: what was asked for, and what may be in use. */
static enum migrate_outcome with_a_page(const struct mm_kunit_given *given,
					const struct migrate_asked *asked)
{
	bool in_use = given->gup_pins || given->extra_refs || given->off_lru;

	if (!asked->system_memory)
		return SKIPPED;
	if (given->locked)
		return SKIPPED;
	if (given->exclusive && given->gup_pins)
		return SKIPPED;
	if (in_use && asked->phase != COLLECTED)
		return RESTORED;
	return SELECTED;
}

static enum migrate_outcome after_collect(const struct mm_kunit_given *given,
					  const struct migrate_asked *asked)
{
	switch (given->maps) {
	case MAPS_HOLE:
	case MAPS_NO_TABLE:
		return without_a_page(asked);
	case MAPS_ZERO_PAGE:
		return asked->system_memory ? OFFERED : SKIPPED;
	case MAPS_ANON:
	case MAPS_SHARED_ANON:
	case MAPS_FILE_PAGE:
	case MAPS_SHARED_FILE_PAGE:
	case MAPS_KSM_PAGE:
		return with_a_page(given, asked);
	case MAPS_SWAP_ENTRY:
	case MAPS_MARKER:
	case MAPS_MIGRATION_ENTRY:
		break;
	/* contract 8.1 and 8.2: nobody asks who owns no device. */
	case MAPS_DEVICE:
	case MAPS_SHARED_DEVICE:
	case MAPS_COHERENT:
	case MAPS_SHARED_COHERENT:
		break;
	}
	return SKIPPED;
}

/* contract 4.1 to 4.4: what the driver makes of it. */
static enum migrate_outcome after_pages(enum migrate_outcome selected,
					const struct migrate_asked *asked)
{
	switch (selected) {
	case OFFERED:
		return asked->destination ? POPULATED : SKIPPED;
	case SELECTED:
		return asked->destination ? MIGRATED : RESTORED;
	case RESTORED:
		return REFUSED;
	case SKIPPED:
	case REFUSED:
	case MIGRATED:
	case POPULATED:
	case DROPPED:
		break;
	}
	return SKIPPED;
}

static bool says_whether_it_is_writable(enum migrate_outcome outcome,
					enum migrate_phase phase)
{
	switch (outcome) {
	case SELECTED:
	case MIGRATED:
		return true;
	case RESTORED:
		return phase > UNMAPPED;
	case SKIPPED:
	case OFFERED:
	case REFUSED:
	case POPULATED:
	case DROPPED:
		break;
	}
	return false;
}

/**
 * migrate_oracle() - what the contract says of one page
 * @given: its state before
 * @asked: what was asked for, and how far that has come
 *
 * Return: the claim.
 */
struct migrate_expect migrate_oracle(const struct mm_kunit_given *given,
				     const struct migrate_asked *asked)
{
	struct migrate_expect expect = { after_collect(given, asked) };

	if (asked->phase > UNMAPPED)
		expect.outcome = after_pages(expect.outcome, asked);
	if (given->pte.write &&
	    says_whether_it_is_writable(expect.outcome, asked->phase))
		expect.mpfn = MIGRATE_PFN_WRITE;
	return expect;
}

/**
 * migrate_ask_oracle() - what the contract says of a range
 * @range: its state before
 * @system_memory: %MIGRATE_VMA_SELECT_SYSTEM
 * @phase: the last phase that was run
 * @expect: filled in, a claim for each page of @range, also beside it
 */
void migrate_ask_oracle(const struct migrate_range *range, bool system_memory,
			enum migrate_phase phase,
			struct migrate_expect *expect)
{
	struct migrate_asked asked = {
		.mapping = range->mapping,
		.system_memory = system_memory,
		.phase = phase,
	};
	const struct migrate_placed *page;
	unsigned int i;

	for (i = 0; i < range->nr; i++) {
		page = &range->page[i];
		asked.destination = page->destination;
		expect[i] = (struct migrate_expect) { SKIPPED };
		if (page->at >= range->start && page->at < range->end)
			expect[i] = migrate_oracle(&page->given, &asked);
	}
}
