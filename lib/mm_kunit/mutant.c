// SPDX-License-Identifier: GPL-2.0
#include <kunit/test.h>
#include <linux/bitmap.h>
#include <linux/delay.h>
#include <linux/hugetlb.h>
#include <linux/init.h>
#include <linux/moduleparam.h>
#include <linux/reboot.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "compat.h"
#include "mutant.h"
#include "suites.h"

#undef MODULE_PARAM_PREFIX
#define MODULE_PARAM_PREFIX "mm_kunit."

/* The campaign refuses to make more mutants than this. */
#define MOST_MUTANTS	8192
#define MOST_CASES	512
/* What fits into a line of the log as a list, whichever bits are set. */
#define BITS_A_LINE	128
/* What a console that drops what it can't write takes at once. */
#define LINES_AT_ONCE	32

#ifdef MM_KUNIT_DECLARES_HUGE_PTEP_GET
/* As BUILD_BUG() in mutant.h, of a call that only the linker misses. */
pte_t huge_ptep_get(struct mm_struct *mm, unsigned long addr, pte_t *ptep)
{
	panic(MM_KUNIT_IMPOSSIBLE);
}
#endif

unsigned int mm_kunit_mutant;
module_param_named(mutant, mm_kunit_mutant, uint, 0444);
MODULE_PARM_DESC(mutant, "number of the change to make, see mdkunit mutants");

static char *cases;
module_param(cases, charp, 0444);
MODULE_PARM_DESC(cases, "numbers of the cases to run, those first whose suites are to run first; default: all");

/* By number of a case: its place in the list of those to run, or 0. */
static unsigned int place[MOST_CASES] __initdata;

struct reached {
	const char *by;
	DECLARE_BITMAP(mutants, MOST_MUTANTS);
};

static struct reached reached[MOST_CASES];
static unsigned int nr_reached;
static unsigned int nr_lines;

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

/* Lets whoever reads the console follow, and counts for him. */
static void printed(void)
{
	if (++nr_lines % LINES_AT_ONCE == 0)
		msleep(20);
}

static void print_line(const struct reached *one, unsigned int first)
{
	const unsigned long *part = one->mutants + BIT_WORD(first);

	if (bitmap_empty(part, BITS_A_LINE))
		return;
	pr_emerg("mm_kunit: mutants reached by %s: %u + %*pbl\n",
		 one->by ?: "-", first, BITS_A_LINE, part);
	printed();
}

/* What cases= calls them; suites that it left out are without cases. */
static void print_numbers(void)
{
	struct kunit_suite **suites = mm_kunit_suites();
	struct kunit_case *test_case;
	unsigned int i, number = 0;

	for (i = 0; i < mm_kunit_nr_suites(); i++)
		kunit_suite_for_each_test_case(suites[i], test_case) {
			pr_emerg("mm_kunit: case %u is %s.%s\n", number++,
				 suites[i]->name, test_case->name);
			printed();
		}
}

static int on_shutdown(struct notifier_block *nb, unsigned long action,
		       void *data)
{
	unsigned int i, first;

	if (nr_reached)
		print_numbers();
	for (i = 0; i < nr_reached; i++)
		for (first = 0; first < MOST_MUTANTS; first += BITS_A_LINE)
			print_line(&reached[i], first);
	if (nr_reached)
		pr_emerg("mm_kunit: %u lines about mutants\n", nr_lines);
	return NOTIFY_DONE;
}

static struct notifier_block shutdown_block = {
	.notifier_call = on_shutdown,
};

static int __init read_cases(void)
{
	char *list = kstrdup(cases, GFP_KERNEL), *next = list, *word;
	unsigned int number, nr = 0;
	int err = 0;

	if (!list)
		return -ENOMEM;
	while (!err && (word = strsep(&next, ","))) {
		err = kstrtouint(word, 10, &number);
		if (!err && number < MOST_CASES)
			place[number] = ++nr;
	}
	kfree(list);
	return err;
}

/* Leave only the chosen ones of @suite; return the place of the first. */
static unsigned int __init choose_in(struct kunit_suite *suite,
				     unsigned int *number)
{
	struct kunit_case *kept = suite->test_cases, *test_case;
	unsigned int mine, first = UINT_MAX;

	kunit_suite_for_each_test_case(suite, test_case) {
		mine = *number < MOST_CASES ? place[*number] : 0;
		(*number)++;
		if (!mine)
			continue;
		*kept++ = *test_case;
		first = min(first, mine);
	}
	memset(kept, 0, sizeof(*kept));
	return first;
}

/*
 * KUnit's own filter is one glob, which can't name some cases of some suites,
 * and it keeps the order in which suites were linked.
 */
static int __init choose_cases(void)
{
	struct kunit_suite **suites = mm_kunit_suites();
	unsigned int nr = mm_kunit_nr_suites();
	unsigned int i, at, number = 0, *first;

	first = kcalloc(nr, sizeof(*first), GFP_KERNEL);
	if (!first)
		return -ENOMEM;
	for (i = 0; i < nr; i++) {
		struct kunit_suite *suite = suites[i];
		unsigned int mine = choose_in(suite, &number);

		for (at = i; at && first[at - 1] > mine; at--) {
			first[at] = first[at - 1];
			suites[at] = suites[at - 1];
		}
		first[at] = mine;
		suites[at] = suite;
	}
	kfree(first);
	return 0;
}

static int __init mutant_init(void)
{
	int err = 0;

	if (cases && *cases)
		err = read_cases() ?: choose_cases();
	if (err)
		panic("mm_kunit: mm_kunit.cases=%s: error %d", cases, err);
	return register_reboot_notifier(&shutdown_block);
}

/* Before KUnit, which shuts the machine down when its suites have run. */
core_initcall(mutant_init);
