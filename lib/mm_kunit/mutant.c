// SPDX-License-Identifier: GPL-2.0
#include <kunit/test.h>
#include <linux/bitmap.h>
#include <linux/init.h>
#include <linux/moduleparam.h>
#include <linux/reboot.h>
#include <linux/sched.h>

#include "mutant.h"

#undef MODULE_PARAM_PREFIX
#define MODULE_PARAM_PREFIX "mm_kunit."

/* The campaign refuses to make more mutants than this. */
#define MOST_MUTANTS	8192
#define MOST_CASES	512
/* What fits into a line of the log as a list, whichever bits are set. */
#define BITS_A_LINE	128

unsigned int mm_kunit_mutant;
module_param_named(mutant, mm_kunit_mutant, uint, 0444);
MODULE_PARM_DESC(mutant, "number of the change to make, see mdkunit mutants");

struct reached {
	const char *by;
	DECLARE_BITMAP(mutants, MOST_MUTANTS);
};

static struct reached reached[MOST_CASES];
static unsigned int nr_reached;

/* Names of cases are constants, so that comparing addresses is enough. */
static struct reached *reached_by(const char *by)
{
	unsigned int i = nr_reached;

	/* The case that asks is most often the one that asked before. */
	while (i--)
		if (reached[i].by == by)
			return &reached[i];
	if (nr_reached == MOST_CASES)
		return NULL;
	reached[nr_reached].by = by;
	return &reached[nr_reached++];
}

/**
 * mm_kunit_mutant_reached() - note that the running case gets to a mutant
 * @mutant: its number
 *
 * Context: any in which the changed source runs. Cases run one at a time;
 *	what other tasks reach meanwhile may get lost.
 * Return: false, as the mutant is not to be made.
 */
bool mm_kunit_mutant_reached(unsigned int mutant)
{
	struct kunit *test = current->kunit_test;
	struct reached *mine = reached_by(test ? test->name : NULL);

	if (mine && mutant < MOST_MUTANTS)
		set_bit(mutant, mine->mutants);
	return false;
}

static void print_line(const struct reached *one, unsigned int first)
{
	const unsigned long *part = one->mutants + BIT_WORD(first);

	if (!bitmap_empty(part, BITS_A_LINE))
		pr_emerg("mm_kunit: mutants reached by %s: %u + %*pbl\n",
			 one->by ?: "-", first, BITS_A_LINE, part);
}

static int on_shutdown(struct notifier_block *nb, unsigned long action,
		       void *data)
{
	unsigned int i, first;

	for (i = 0; i < nr_reached; i++)
		for (first = 0; first < MOST_MUTANTS; first += BITS_A_LINE)
			print_line(&reached[i], first);
	return NOTIFY_DONE;
}

static struct notifier_block shutdown_block = {
	.notifier_call = on_shutdown,
};

static int __init mutant_init(void)
{
	return register_reboot_notifier(&shutdown_block);
}

/* Before KUnit, which shuts the machine down when its suites have run. */
core_initcall(mutant_init);
