// SPDX-License-Identifier: GPL-2.0
/*
 * Scenarios from a seed. Whatever is rolled is settled into something that can
 * be built; that is the only thing which is known here about memory.
 */
#include <linux/prandom.h>

#include "migrate_known_issues.h"
#include "migrate_scenario.h"

/* The pages of a scenario lie close together. */
#define WINDOW	16UL

#define FIELD(member, count) \
	{ #member, offsetof(struct mm_kunit_given, member), (count) }
#define PTE_FIELD(member) \
	{ #member, offsetof(struct mm_kunit_given, pte.member), false }

const struct migrate_field migrate_pte_fields[] = {
	PTE_FIELD(write),
	PTE_FIELD(dirty),
	PTE_FIELD(young),
	PTE_FIELD(soft_dirty),
	PTE_FIELD(uffd),
	{}
};

const struct migrate_field migrate_page_fields[] = {
	FIELD(exclusive, false),
	FIELD(dirty, false),
	FIELD(locked, false),
	FIELD(active, false),
	FIELD(referenced, false),
	FIELD(workingset, false),
	FIELD(swap_cache, false),
	FIELD(writeback, false),
	FIELD(in_lru_batch, false),
	FIELD(off_lru, false),
	FIELD(mlocked, false),
	FIELD(gup_pins, true),
	FIELD(extra_refs, true),
	{}
};

/**
 * migrate_field_value() - read a member by its description
 * @given: the struct
 * @field: the member
 *
 * Return: its value.
 */
int migrate_field_value(const struct mm_kunit_given *given,
			const struct migrate_field *field)
{
	const void *member = (const char *)given + field->offset;

	return field->is_count ? *(const int *)member : *(const bool *)member;
}

/**
 * migrate_set_field() - write a member by its description
 * @given: the struct
 * @field: the member
 * @value: the new value
 */
void migrate_set_field(struct mm_kunit_given *given,
		       const struct migrate_field *field, int value)
{
	void *member = (char *)given + field->offset;

	if (field->is_count)
		*(int *)member = value;
	else
		*(bool *)member = value;
}

static enum mm_kunit_maps settled_kind(enum mm_kunit_maps maps,
				       enum mm_kunit_mapping mapping)
{
	if (maps == MAPS_KSM_PAGE && !mm_kunit_has_feature(NEEDS_KSM))
		maps = MAPS_ANON;
	if (maps == MAPS_MARKER && !MM_KUNIT_HAS_MARKERS)
		maps = MAPS_SWAP_ENTRY;
	switch (mapping) {
	case MAPPING_ANON:
		return maps == MAPS_FILE_PAGE ? MAPS_ANON : maps;
	case MAPPING_SHMEM_PRIVATE:
		if (maps == MAPS_ZERO_PAGE || maps == MAPS_KSM_PAGE)
			return MAPS_FILE_PAGE;
		return maps;
	case MAPPING_SHMEM_SHARED:
		break;
	}
	if (maps == MAPS_HOLE || maps == MAPS_NO_TABLE)
		return maps;
	return MAPS_FILE_PAGE;
}

static void settle_bits(struct mm_kunit_given *given,
			enum mm_kunit_mapping mapping)
{
	bool file = given->maps == MAPS_FILE_PAGE;

	/* A shared mapping is writable at once, a private one by a copy. */
	if (file)
		given->pte.write = mapping == MAPPING_SHMEM_SHARED;
	else if (!given->exclusive)
		given->pte.write = false;
	if (file && !given->pte.write)
		given->pte.dirty = false;
	/* A page that is write-protected for somebody is not writable. */
	if (given->pte.write || !mm_kunit_has_feature(NEEDS_UFFD_WP))
		given->pte.uffd = false;
	if (!mm_kunit_has_feature(NEEDS_SOFT_DIRTY))
		given->pte.soft_dirty = false;
}

static void settle_page(struct mm_kunit_given *given, bool alone)
{
	if (given->maps == MAPS_FILE_PAGE || !mm_kunit_has_feature(NEEDS_SWAP))
		given->swap_cache = false;
	/* One that somebody took off the LRU is not on its way there. */
	if (given->off_lru)
		given->in_lru_batch = false;
	/* The whole mapping is. */
	if (!alone || given->maps != MAPS_ANON || given->off_lru)
		given->mlocked = false;
	/* Neither list is for what can't be evicted. */
	if (given->mlocked)
		given->active = false;
}

static void keep_bits(struct mm_kunit_given *given, bool exclusive)
{
	const struct mm_kunit_given all = *given;

	/* Padding is compared, too. */
	memset(given, 0, sizeof(*given));
	given->maps = all.maps;
	given->pte = all.pte;
	given->exclusive = exclusive;
}

/* KSM takes neither what is written to nor what is swapped. */
static void settle_ksm_page(struct mm_kunit_given *given)
{
	given->exclusive = false;
	given->pte.dirty = false;
	given->pte.uffd = false;
	given->swap_cache = false;
	given->writeback = false;
}

static void settle_given(struct mm_kunit_given *given,
			 enum mm_kunit_mapping mapping, bool alone)
{
	given->maps = settled_kind(given->maps, mapping);
	switch (given->maps) {
	case MAPS_ANON:
		break;
	case MAPS_SHARED_ANON:
	case MAPS_FILE_PAGE:
		given->exclusive = false;
		break;
	case MAPS_KSM_PAGE:
		settle_ksm_page(given);
		break;
	case MAPS_MIGRATION_ENTRY:
		keep_bits(given, given->exclusive);
		break;
	case MAPS_ZERO_PAGE:
		keep_bits(given, false);
		given->pte.dirty = false;
		given->pte.uffd = false;
		break;
	/* Not rolled: whose device it is, or who has the file, nobody is told. */
	case MAPS_SHARED_FILE_PAGE:
	case MAPS_DEVICE:
	case MAPS_SHARED_DEVICE:
	case MAPS_COHERENT:
	case MAPS_SHARED_COHERENT:
	case MAPS_SWAP_ENTRY:
	case MAPS_MARKER:
	case MAPS_HOLE:
	case MAPS_NO_TABLE:
		keep_bits(given, false);
		memset(&given->pte, 0, sizeof(given->pte));
		break;
	}
	settle_bits(given, mapping);
	settle_page(given, alone);
}

/**
 * migrate_settle() - turn a range into one that can be built
 * @range: changed as little as need be
 */
void migrate_settle(struct migrate_range *range)
{
	unsigned int i;

	for (i = 0; i < range->nr; i++) {
		struct migrate_placed *page = &range->page[i];

		settle_given(&page->given, range->mapping, range->nr == 1);
		if (page->given.maps == MAPS_FILE_PAGE &&
		    mm_kunit_hides(&freed_with_mapping))
			page->destination = false;
		/* To move it and to refuse it are both right. */
		if (page->given.writeback)
			page->destination = false;
	}
}

static u32 below(struct rnd_state *rnd, u32 limit)
{
	return prandom_u32_state(rnd) % limit;
}

static bool one_in(struct rnd_state *rnd, u32 nr)
{
	return !below(rnd, nr);
}

static enum mm_kunit_mapping roll_mapping(struct rnd_state *rnd)
{
	if (!IS_ENABLED(CONFIG_SHMEM) || !one_in(rnd, 4))
		return MAPPING_ANON;
	return one_in(rnd, 2) ? MAPPING_SHMEM_SHARED : MAPPING_SHMEM_PRIVATE;
}

static enum mm_kunit_maps roll_kind(struct rnd_state *rnd)
{
	static const enum mm_kunit_maps often[] = {
		MAPS_ANON, MAPS_ANON, MAPS_ANON, MAPS_ANON, MAPS_SHARED_ANON,
		MAPS_FILE_PAGE, MAPS_HOLE,
	};

	if (one_in(rnd, 4))
		return below(rnd, MAPS_MIGRATION_ENTRY + 1);
	return often[below(rnd, ARRAY_SIZE(often))];
}

/* Every second bit of a PTE is set, but few pages are in use somehow. */
static void roll_given(struct rnd_state *rnd, struct mm_kunit_given *given)
{
	const struct migrate_field *field;

	given->maps = roll_kind(rnd);
	for (field = migrate_pte_fields; field->name; field++)
		migrate_set_field(given, field, one_in(rnd, 2));
	for (field = migrate_page_fields; field->name; field++) {
		if (one_in(rnd, 10))
			migrate_set_field(given, field, 1 + below(rnd, 2));
	}
	given->exclusive = one_in(rnd, 2);
}

static unsigned long roll_window(struct rnd_state *rnd)
{
	switch (below(rnd, 5)) {
	case 0:
		return 0;
	case 1:
		return MAPPING_PAGES - WINDOW;
	case 2:
		return below(rnd, MAPPING_PAGES - WINDOW);
	default:
		return PTRS_PER_PTE - WINDOW / 2;
	}
}

static void roll_range(struct rnd_state *rnd, struct migrate_range *range)
{
	unsigned long window = roll_window(rnd), at = window;
	unsigned int nr = 1 + below(rnd, SCENE_PAGES);

	while (range->nr < nr && at < window + WINDOW) {
		range->page[range->nr].at = at;
		range->page[range->nr].destination = !one_in(rnd, 3);
		roll_given(rnd, &range->page[range->nr++].given);
		at += one_in(rnd, 3) ? 1 + below(rnd, 4) : 1;
	}
	range->start = window + below(rnd, 3);
	range->end = range->start + 1 + below(rnd, WINDOW - 2);
	if (one_in(rnd, 50)) {
		range->start = 0;
		range->end = MAPPING_PAGES;
	}
}

/**
 * migrate_roll() - make up a scenario
 * @scenario: filled in
 * @seed: the same one gives the same scenario
 */
void migrate_roll(struct migrate_scenario *scenario, unsigned long seed)
{
	struct rnd_state rnd;
	unsigned int i;

	memset(scenario, 0, sizeof(*scenario));
	prandom_seed_state(&rnd, seed);
	/* Neighbouring seeds begin alike. */
	for (i = 0; i < 8; i++)
		prandom_u32_state(&rnd);

	scenario->range.mapping = roll_mapping(&rnd);
	roll_range(&rnd, &scenario->range);
	scenario->clear = below(&rnd, CLEAR_NEVER_FLUSHES + 1);
	if (!one_in(&rnd, 8))
		scenario->flags = MIGRATE_VMA_SELECT_SYSTEM;
	if (one_in(&rnd, 3) || !scenario->flags)
		scenario->flags |= MIGRATE_VMA_SELECT_DEVICE_PRIVATE;
	migrate_settle(&scenario->range);
}
