// SPDX-License-Identifier: GPL-2.0
/*
 * mm_kunit.order= runs the suites, and the cases of each, in another order than
 * they were linked in, so that one that needs what an earlier one left shows.
 */
#include <linux/init.h>
#include <linux/minmax.h>
#include <linux/moduleparam.h>
#include <linux/prandom.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "suites.h"

#undef MODULE_PARAM_PREFIX
#define MODULE_PARAM_PREFIX "mm_kunit."

static unsigned int order;
module_param(order, uint, 0444);
MODULE_PARM_DESC(order, "seed of the order of suites and cases; default: 0, as they were linked");

/* Whatever else was built in may rely on its order, and is not ours to judge. */
static const char * const ours[] __initconst = {
	"migrate_device_", "migrate_entry_", "rmap_", "ksm_", "mm_",
};

/* Looks at what all others left behind, so it keeps its place as the last. */
static const char last[] __initconst = "mm_leaks";

static bool __init is_ours(const struct kunit_suite *suite)
{
	unsigned int i;

	if (!strcmp(suite->name, last))
		return false;
	for (i = 0; i < ARRAY_SIZE(ours); i++)
		if (strstarts(suite->name, ours[i]))
			return true;
	return false;
}

static unsigned int __init below(struct rnd_state *rnd, unsigned int limit)
{
	return prandom_u32_state(rnd) % limit;
}

static void __init shuffle_cases(struct kunit_suite *suite,
				 struct rnd_state *rnd)
{
	struct kunit_case *cases = suite->test_cases;
	unsigned int left, other;

	for (left = kunit_suite_num_test_cases(suite); left > 1; left--) {
		other = below(rnd, left);
		swap(cases[left - 1], cases[other]);
	}
}

static int __init shuffle(struct rnd_state *rnd)
{
	struct kunit_suite **suites = mm_kunit_suites();
	unsigned int nr = mm_kunit_nr_suites(), i, other, left = 0;
	unsigned int *mine;

	mine = kcalloc(nr, sizeof(*mine), GFP_KERNEL);
	if (!mine)
		return -ENOMEM;
	for (i = 0; i < nr; i++) {
		if (!is_ours(suites[i]))
			continue;
		mine[left++] = i;
		shuffle_cases(suites[i], rnd);
	}
	for (; left > 1; left--) {
		other = below(rnd, left);
		swap(suites[mine[left - 1]], suites[mine[other]]);
	}
	kfree(mine);
	return 0;
}

static int __init shuffle_init(void)
{
	struct rnd_state rnd;

	if (!order)
		return 0;
	prandom_seed_state(&rnd, order);
	pr_info("mm_kunit: suites and cases in order %u\n", order);
	return shuffle(&rnd);
}

/*
 * Before KUnit, and linked behind mutant.o, which counts cases as they were
 * linked.
 */
core_initcall(shuffle_init);
