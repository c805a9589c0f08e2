// SPDX-License-Identifier: GPL-2.0
/*
 * Migrations rolled from a seed. Each is run through all phases, compared with
 * the oracle after each of them, and taken down again.
 *
 * mm_kunit.seed= and mm_kunit.scenarios= choose others, and more of them; the
 * seed in the message of a failure, with one scenario, brings it back.
 */
#include <linux/moduleparam.h>

#include "migrate_scenario.h"

#undef MODULE_PARAM_PREFIX
#define MODULE_PARAM_PREFIX "mm_kunit."

/* What a run affords that is made after each edit, and one made over night. */
#define FEW		150U
#define MANY		10000U

static unsigned long seed = 1;
module_param_named(seed, seed, ulong, 0444);
MODULE_PARM_DESC(seed, "seed of the first random scenario");

static unsigned int scenarios = FEW;
module_param_named(scenarios, scenarios, uint, 0444);
MODULE_PARM_DESC(scenarios, "number of random scenarios");

static void report(struct kunit *test, unsigned long failing,
		   struct migrate_scenario *scenario,
		   struct migrate_failure *failure)
{
	unsigned int tries = migrate_shrink(test->priv, scenario, failure);

	kunit_info(test, "mm_kunit.seed=%lu mm_kunit.scenarios=1 brings it back\n",
		   failing);
	kunit_info(test, "the smallest of %u that were tried, as a row:\n",
		   tries);
	migrate_print_row(test, failing, scenario, failure);
	KUNIT_FAIL(test, "seed %lu: %s\n", failing, failure->trial.first);
}

static void run_scenarios(struct kunit *test, unsigned int nr)
{
	struct migrate_scenario *scenario;
	struct migrate_failure failure;
	static char name[32];
	unsigned int i;

	scenario = kunit_kzalloc(test, sizeof(*scenario), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, scenario);
	for (i = 0; i < nr; i++) {
		snprintf(name, sizeof(name), "seed_%lu", seed + i);
		mm_kunit_row_begin(test, name, NULL);
		migrate_roll(scenario, seed + i);
		if (migrate_try(test->priv, scenario, &failure)) {
			report(test, seed + i, scenario, &failure);
			return;
		}
	}
}

/* Test that whatever is migrated ends as the contract says. */
static void few_scenarios(struct kunit *test)
{
	run_scenarios(test, min(scenarios, FEW));
}

/* Test that it does so however often it is tried. */
static void many_scenarios(struct kunit *test)
{
	if (scenarios < MANY)
		kunit_skip(test, "takes long: ask for it with mm_kunit.scenarios=%u",
			   MANY);
	run_scenarios(test, scenarios);
}

/* Random migrations. */
#define RANDOM_CASES \
	KUNIT_CASE(few_scenarios), \
	MM_KUNIT_CASE_SLOW(many_scenarios)

static struct kunit_case random_cases[] = { RANDOM_CASES, {} };

static struct kunit_suite random_suite = {
	.name = "migrate_device_random",
	.init = migrate_scene_init,
	.exit = migrate_scene_exit,
	.test_cases = random_cases,
};

kunit_test_suite(random_suite);

#ifdef CONFIG_DEVICE_MIGRATION
static struct kunit_case kernel_random_cases[] = { RANDOM_CASES, {} };

static struct kunit_suite kernel_random_suite = {
	.name = "migrate_device_random_kernel",
	.init = migrate_scene_init_kernel,
	.exit = migrate_scene_exit,
	.test_cases = kernel_random_cases,
};

kunit_test_suite(kernel_random_suite);
#endif
