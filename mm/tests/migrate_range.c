// SPDX-License-Identifier: GPL-2.0
#include "migrate_range.h"

/**
 * build_range() - make the live state that a range describes
 * @scene: new; its case is failed and left if the state can't be made
 * @range: kept until the scene is taken down
 */
void build_range(struct migrate_scene *scene, const struct migrate_range *range)
{
	unsigned int i;

	migrate_build_space(scene->test, range->mapping);
	for (i = 0; i < range->nr; i++)
		migrate_place(scene, range->page[i].at, &range->page[i].given);
	migrate_build_placed(scene, range->start, range->end);
}

/**
 * give_destinations() - do a driver's part for a range
 * @scene: after run_setup()
 * @range: that it was built from
 */
void give_destinations(struct migrate_scene *scene,
		       const struct migrate_range *range)
{
	unsigned int i;

	for (i = 0; i < range->nr; i++) {
		if (!range->page[i].destination || !migrate_in_range(scene, i))
			continue;
		if (scene->args.src[migrate_entry(scene, i)] &
		    MIGRATE_PFN_MIGRATE)
			give_destination(scene, i);
	}
}

static bool is_placed(const struct migrate_range *range, unsigned long at)
{
	unsigned int i;

	for (i = 0; i < range->nr; i++) {
		if (range->page[i].at == at)
			return true;
	}
	return false;
}

static bool is_offered(const struct migrate_scene *scene,
		       const struct migrate_range *range)
{
	return range->mapping == MAPPING_ANON && scene->phase <= UNMAPPED;
}

static void expect_nothing_at(struct migrate_scene *scene,
			      const struct migrate_range *range,
			      unsigned long at)
{
	unsigned long entry = at - range->start;
	pte_t pte = mm_kunit_read_pte(&scene->space,
				      scene->space.start + at * PAGE_SIZE);

	mm_kunit_expect_equal(scene->test, pte_none(pte), true,
			      "nothing is mapped at page %lu", at);
	mm_kunit_expect_equal(scene->test, scene->args.src[entry],
			      is_offered(scene, range) ?
					MIGRATE_PFN_MIGRATE : 0,
			      "src[%lu]", entry);
	mm_kunit_expect_equal(scene->test, scene->args.dst[entry], 0,
			      "dst[%lu]", entry);
}

/* Whoever counts wrong by one writes here. */
static void expect_no_entry_behind(struct migrate_scene *scene,
				   const struct migrate_range *range)
{
	unsigned long i;

	for (i = range->end - range->start; i < SCENE_ENTRIES; i++) {
		mm_kunit_expect_equal(scene->test, scene->src.entry[i],
				      SCENE_POISON, "src[%lu]", i);
		mm_kunit_expect_equal(scene->test, scene->dst.entry[i],
				      SCENE_POISON, "dst[%lu]", i);
	}
}

static void expect_range_counts(struct migrate_scene *scene,
				const struct migrate_range *range,
				unsigned long cpages)
{
	unsigned long start = scene->space.start;

	if (scene->phase <= UNMAPPED)
		mm_kunit_expect_equal(scene->test, scene->args.cpages, cpages,
				      "cpages");
	mm_kunit_expect_equal(scene->test, scene->args.npages,
			      range->end - range->start, "npages");
	mm_kunit_expect_equal(scene->test, scene->args.start,
			      start + range->start * PAGE_SIZE, "start");
	mm_kunit_expect_equal(scene->test, scene->args.end,
			      start + range->end * PAGE_SIZE, "end");
}

static struct migrate_beside sum(const struct migrate_range *range,
				 const struct migrate_expect *expect)
{
	struct migrate_beside beside = {};
	unsigned int i;

	for (i = 0; i < range->nr; i++) {
		if (expect[i].outcome != POPULATED)
			continue;
		beside.populated++;
		beside.new_tables |= range->page[i].given.maps == MAPS_NO_TABLE;
	}
	return beside;
}

/**
 * expect_range() - compare a whole range with what is claimed
 * @scene: after the phase that the claims are about
 * @range: that it was built from
 * @expect: one claim for each page of @range, those beside it included
 *
 * An address of the range that @range does not place is expected to be empty,
 * and offered where empty addresses are. Entries that the caller does not know
 * of are expected to be untouched.
 */
void expect_range(struct migrate_scene *scene,
		  const struct migrate_range *range,
		  const struct migrate_expect *expect)
{
	const struct migrate_beside beside = sum(range, expect);
	unsigned long at, cpages = 0;
	unsigned int i;

	for (i = 0; i < range->nr; i++) {
		expect_outcome_beside(scene, i, &expect[i], &beside);
		cpages += migrate_in_range(scene, i) &&
			  (expect[i].outcome == OFFERED ||
			   expect[i].outcome == SELECTED);
	}
	for (at = range->start; at < range->end; at++) {
		if (is_placed(range, at))
			continue;
		expect_nothing_at(scene, range, at);
		cpages += is_offered(scene, range);
	}
	expect_range_counts(scene, range, cpages);
	expect_no_entry_behind(scene, range);
}
