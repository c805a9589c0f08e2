/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A range of many pages, of which a few hold something.
 */
#ifndef _MM_TESTS_MIGRATE_RANGE_H
#define _MM_TESTS_MIGRATE_RANGE_H

#include "migrate_outcome.h"

/* Positions are in pages from the start of the mapping. */
#define MAPPING_PAGES	((unsigned long)SCENE_ENTRIES)

/**
 * struct migrate_placed - one address that holds something
 * @at: where; ascending within a range
 * @given: what
 * @expect: what becomes of it
 * @destination: the driver has one for it
 */
struct migrate_placed {
	unsigned long at;
	struct mm_kunit_given given;
	struct migrate_expect expect;
	bool destination;
};

/**
 * struct migrate_range - a range, and what its mapping holds
 * @mapping: what is mapped
 * @start: first page to migrate
 * @end: first page behind
 * @nr: how many of @page are used
 * @page: what is mapped, in the range or beside it; nothing elsewhere
 */
struct migrate_range {
	enum mm_kunit_mapping mapping;
	unsigned long start;
	unsigned long end;
	unsigned int nr;
	struct migrate_placed page[SCENE_PAGES];
};

void build_range(struct migrate_scene *scene,
		 const struct migrate_range *range);
void give_destinations(struct migrate_scene *scene,
		       const struct migrate_range *range);
void expect_range(struct migrate_scene *scene,
		  const struct migrate_range *range,
		  const struct migrate_expect *expect);

#endif /* _MM_TESTS_MIGRATE_RANGE_H */
