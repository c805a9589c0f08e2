/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Migrations that nobody thought of: rolled from a seed, compared with the
 * oracle after each phase, and shrunk to the smallest one that still fails.
 */
#ifndef _MM_TESTS_MIGRATE_SCENARIO_H
#define _MM_TESTS_MIGRATE_SCENARIO_H

#include "migrate_range.h"

/**
 * struct migrate_scenario - one migration
 * @range: what is migrated; .expect of its pages is not used
 * @flags: of &struct migrate_vma
 * @clear: the primitive that collect clears PTEs with
 */
struct migrate_scenario {
	struct migrate_range range;
	unsigned long flags;
	enum mm_kunit_clear clear;
};

/**
 * struct migrate_failure - how a scenario failed
 * @trial: the claims that are broken
 * @phase: the last phase before the first of them was seen
 * @taken_down: it was seen when everything was over
 */
struct migrate_failure {
	struct mm_kunit_trial trial;
	enum migrate_phase phase;
	bool taken_down;
};

/**
 * struct migrate_field - one member of &struct mm_kunit_given
 * @name: as a designator
 * @offset: within the struct
 * @is_count: an int, else a bool
 */
struct migrate_field {
	const char *name;
	size_t offset;
	bool is_count;
};

extern const struct migrate_field migrate_pte_fields[];
extern const struct migrate_field migrate_page_fields[];

int migrate_field_value(const struct mm_kunit_given *given,
			const struct migrate_field *field);
void migrate_set_field(struct mm_kunit_given *given,
		       const struct migrate_field *field, int value);

void migrate_settle(struct migrate_range *range);
void migrate_roll(struct migrate_scenario *scenario, unsigned long seed);
bool migrate_try(struct migrate_scene *scene,
		 const struct migrate_scenario *scenario,
		 struct migrate_failure *failure);
unsigned int migrate_shrink(struct migrate_scene *scene,
			    struct migrate_scenario *scenario,
			    struct migrate_failure *failure);
void migrate_print_row(struct kunit *test, unsigned long seed,
		       const struct migrate_scenario *scenario,
		       const struct migrate_failure *failure);

#endif /* _MM_TESTS_MIGRATE_SCENARIO_H */
