// SPDX-License-Identifier: GPL-2.0
#include "migrate_fate.h"
#include "migrate_known_issues.h"

/**
 * migrate_begin_kind() - say that the row runs, or skip it
 * @test: its case, whose parameter is a &struct migrate_kind
 * @fate: what is going to be done
 */
void migrate_begin_kind(struct kunit *test, enum migrate_fate fate)
{
	const struct migrate_kind *row = test->param_value;
	struct mm_kunit_when when = row->when;

	if (fate == FATE_MOVED && (row->given.maps == MAPS_FILE_PAGE ||
				   row->given.maps == MAPS_SHARED_FILE_PAGE))
		when.known_issue = &freed_with_mapping;
	mm_kunit_row_begin(test, row->name, &when);
}

static void expect_all(struct migrate_scene *scene,
		       enum migrate_outcome outcome, bool write)
{
	const struct migrate_expect expect = {
		.outcome = outcome,
		.mpfn = write ? MIGRATE_PFN_WRITE : 0,
	};

	expect_outcome(scene, 0, &expect);
	if (scene->phase == UNMAPPED)
		expect_counts(scene, &expect);
}

static void finish(struct migrate_scene *scene, enum migrate_outcome outcome,
		   bool write)
{
	run_pages(scene);
	run_finalize(scene);
	expect_all(scene, outcome, write);
}

/**
 * migrate_expect_fate() - build a page, do that to it, and compare
 * @test: the running case, with a new scene
 * @given: the page; kept until the scene is taken down
 * @fate: what is done
 */
void migrate_expect_fate(struct kunit *test, const struct mm_kunit_given *given,
			 enum migrate_fate fate)
{
	const struct migrate_kind *row = test->param_value;
	struct migrate_scene *scene = test->priv;
	bool write = given->pte.write;

	migrate_build_space(test, row->mapping);
	migrate_build_pages(test, given, 1);
	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	switch (fate) {
	case FATE_TAKEN:
		expect_all(scene, SELECTED, write);
		break;
	case FATE_MOVED:
		give_destination(scene, 0);
		finish(scene, MIGRATED, write);
		break;
	case FATE_KEPT:
		finish(scene, RESTORED, write);
		break;
	case FATE_PUT_BACK:
		expect_all(scene, RESTORED, false);
		finish(scene, REFUSED, false);
		break;
	}
}

/**
 * migrate_expect_fate_of_row() - the same, for the page of the row
 * @test: the running case, whose parameter is a &struct migrate_kind
 * @fate: what is done
 */
void migrate_expect_fate_of_row(struct kunit *test, enum migrate_fate fate)
{
	const struct migrate_kind *row = test->param_value;
	struct mm_kunit_given *given;

	migrate_begin_kind(test, fate);
	given = kunit_kmalloc(test, sizeof(*given), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, given);
	*given = row->given;
	if (fate == FATE_PUT_BACK)
		given->extra_refs = 1;
	migrate_expect_fate(test, given, fate);
}
