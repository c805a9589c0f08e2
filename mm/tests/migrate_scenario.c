// SPDX-License-Identifier: GPL-2.0
#include "migrate_oracle.h"
#include "migrate_scenario.h"
#include "mm_kunit/order.h"

static void expect_phase(struct migrate_scene *scene,
			 const struct migrate_scenario *scenario,
			 struct migrate_failure *failure)
{
	unsigned int broken = failure->trial.broken;
	struct migrate_expect expect[SCENE_PAGES];

	migrate_ask_oracle(&scenario->range,
			   scenario->flags & MIGRATE_VMA_SELECT_SYSTEM,
			   scene->phase, expect);
	expect_range(scene, &scenario->range, expect);
	mm_kunit_expect_order(scene->test);
	if (!broken && failure->trial.broken)
		failure->phase = scene->phase;
}

static void run(struct migrate_scene *scene,
		const struct migrate_scenario *scenario,
		struct migrate_failure *failure)
{
	int ret = run_setup_clearing_with(scene, scenario->clear, NULL);

	mm_kunit_expect_equal(scene->test, ret, 0, "migrate_vma_setup()");
	if (ret)
		return;
	expect_phase(scene, scenario, failure);
	/* To go on with wrong entries would bring the kernel down. */
	if (failure->trial.broken)
		return;
	/* Only collect has a batched flush that a clear may rely on. */
	mm_kunit_events_start(CLEAR_AS_WRITTEN);
	give_destinations(scene, &scenario->range);
	run_pages(scene);
	expect_phase(scene, scenario, failure);
	run_finalize(scene);
	expect_phase(scene, scenario, failure);
}

/**
 * migrate_try() - run a scenario through all phases and take it down again
 * @scene: new, and so again afterwards; its case is failed and left if the
 *	state can't be made, and for no other reason
 * @scenario: the migration
 * @failure: filled in
 *
 * Return: whether any claim is broken.
 */
bool migrate_try(struct migrate_scene *scene,
		 const struct migrate_scenario *scenario,
		 struct migrate_failure *failure)
{
	memset(failure, 0, sizeof(*failure));
	build_range(scene, &scenario->range);
	scene->args.flags = scenario->flags;

	mm_kunit_trial_begin(&failure->trial);
	run(scene, scenario, failure);
	failure->taken_down = !failure->trial.broken;
	migrate_scene_clear(scene);
	mm_kunit_trial_end();
	return failure->trial.broken;
}
