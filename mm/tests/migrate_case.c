// SPDX-License-Identifier: GPL-2.0
/*
 * Rows about one page: how they are built, and what they say of the counts.
 */
#include "migrate_outcome.h"

/**
 * build_case() - make what the running row of a table describes
 * @test: its case, whose parameter is a &struct migrate_case
 *
 * Return: the scene, taken down when the case is over.
 */
struct migrate_scene *build_case(struct kunit *test)
{
	const struct migrate_case *row = test->param_value;

	mm_kunit_row_begin(test, row->name, &row->when);
	migrate_build_space(test, row->mapping);
	migrate_build_pages(test, &row->given, 1);
	return test->priv;
}

/**
 * expect_counts() - compare cpages and npages with what the rows claim
 * @scene: after run_collect() or run_setup()
 * @expect: one claim for each page of the scene
 */
void expect_counts(struct migrate_scene *scene,
		   const struct migrate_expect *expect)
{
	unsigned long cpages = 0;
	unsigned int i;

	for (i = 0; i < scene->nr; i++)
		cpages += expect[i].outcome == OFFERED ||
			  expect[i].outcome == SELECTED;
	KUNIT_EXPECT_EQ(scene->test, scene->args.cpages, cpages);
	KUNIT_EXPECT_EQ(scene->test, scene->args.npages,
			(unsigned long)scene->nr);
	KUNIT_EXPECT_EQ(scene->test, scene->args.end,
			scene->args.start + scene->nr * PAGE_SIZE);
}
