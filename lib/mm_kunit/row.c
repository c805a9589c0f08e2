// SPDX-License-Identifier: GPL-2.0
#include <linux/init.h>
#include <linux/jiffies.h>
#include <linux/moduleparam.h>
#include <linux/panic_notifier.h>
#include <linux/sched.h>
#include <linux/timer.h>

#include "counters.h"
#include "faults.h"
#include "row.h"

#undef MODULE_PARAM_PREFIX
#define MODULE_PARAM_PREFIX "mm_kunit."

/* Ten times what the slowest row takes on an emulated CPU. */
#define STUCK_AFTER (10 * HZ)

static unsigned int known_issues;
module_param_named(known_issues, known_issues, uint, 0444);
MODULE_PARM_DESC(known_issues, "run the rows of known issues, which fail: 1 for those that the kernel survives, 2 for all");

static const char *running_table;
static const char *running_row;

static bool runs_anyway(const struct mm_kunit_known_issue *issue)
{
	return known_issues > issue->crashes;
}

static void print_running(void)
{
	if (!running_table)
		return;
	pr_emerg("mm_kunit: running: %s%s%s\n", running_table,
		 running_row ? "." : "", running_row ? running_row : "");
}

static int on_panic(struct notifier_block *nb, unsigned long action, void *data)
{
	print_running();
	return NOTIFY_DONE;
}

/* UML's own notifier, one below, does not return. */
static struct notifier_block panic_block = {
	.notifier_call = on_panic,
	.priority = INT_MAX,
};

/* For good, as to unregister it for each row takes a grace period of RCU. */
static int __init watch_panics(void)
{
	return atomic_notifier_chain_register(&panic_notifier_list,
					      &panic_block);
}
late_initcall(watch_panics);

static void on_timer(struct timer_list *unused)
{
	print_running();
}

static DEFINE_TIMER(stuck_timer, on_timer);

static bool has_huge_pages(enum mm_kunit_feature feature)
{
	if (!IS_ENABLED(CONFIG_TRANSPARENT_HUGEPAGE))
		return false;
	if (feature == NEEDS_PMD_ENTRIES)
		return thp_migration_supported();
	return feature == NEEDS_THP || IS_ENABLED(CONFIG_PT_RECLAIM);
}

static bool has_pte_bits(enum mm_kunit_feature feature)
{
	bool soft_dirty = IS_ENABLED(CONFIG_MEM_SOFT_DIRTY);
	bool uffd_wp = IS_ENABLED(CONFIG_HAVE_ARCH_USERFAULTFD_WP) &&
		       IS_ENABLED(CONFIG_USERFAULTFD);

	if (feature == NEEDS_UFFD_RWP)
		return uffd_wp && IS_ENABLED(CONFIG_USERFAULTFD_RWP);
	return (soft_dirty || feature == NEEDS_UFFD_WP) &&
	       (uffd_wp || feature == NEEDS_SOFT_DIRTY);
}

/**
 * mm_kunit_has_feature() - whether the kernel was built with a feature
 * @feature: the feature
 *
 * Return: true if it was.
 */
bool mm_kunit_has_feature(enum mm_kunit_feature feature)
{
	switch (feature) {
	case NEEDS_THP:
	case NEEDS_PMD_ENTRIES:
	case NEEDS_PT_RECLAIM:
		return has_huge_pages(feature);
	case NEEDS_SOFT_DIRTY:
	case NEEDS_UFFD_WP:
	case NEEDS_UFFD_RWP:
	case NEEDS_WATCHED_PTES:
		return has_pte_bits(feature);
	case NEEDS_HUGETLB:
		return IS_ENABLED(CONFIG_HUGETLB_PAGE);
	case NEEDS_DAX:
		return IS_ENABLED(CONFIG_FS_DAX);
	case NEEDS_USERFAULTFD:
		return IS_ENABLED(CONFIG_USERFAULTFD);
	case NEEDS_GUP_FAST:
		return IS_ENABLED(CONFIG_HAVE_GUP_FAST) ||
		       IS_ENABLED(CONFIG_HAVE_FAST_GUP);
	case NEEDS_DEVICE_PRIVATE:
		return IS_ENABLED(CONFIG_DEVICE_PRIVATE);
	case NEEDS_SECONDARY_TLB:
		return !IS_ENABLED(CONFIG_UML);
	case NEEDS_SWAP:
		return IS_ENABLED(CONFIG_SWAP);
	case NEEDS_KSM:
		return IS_ENABLED(CONFIG_KSM) && IS_ENABLED(CONFIG_SYSFS);
	case NEEDS_TLB_BATCH:
		return IS_ENABLED(CONFIG_ARCH_WANT_BATCHED_UNMAP_TLB_FLUSH);
	case NEEDS_VMA_LOCK:
		return IS_ENABLED(CONFIG_PER_VMA_LOCK);
	case NEEDS_READABLE_DEVICE:
		return !IS_ENABLED(CONFIG_ARM64) && !IS_ENABLED(CONFIG_RISCV);
	case NEEDS_NOTHING:
		break;
	}
	return true;
}

static const char * const feature_names[] = {
	[NEEDS_THP]		= "CONFIG_TRANSPARENT_HUGEPAGE",
	[NEEDS_PMD_ENTRIES]	= "CONFIG_TRANSPARENT_HUGEPAGE and migration entries of a PMD",
	[NEEDS_PT_RECLAIM]	= "CONFIG_TRANSPARENT_HUGEPAGE and CONFIG_PT_RECLAIM",
	[NEEDS_SOFT_DIRTY]	= "CONFIG_MEM_SOFT_DIRTY",
	[NEEDS_UFFD_WP]		= "CONFIG_USERFAULTFD and the uffd-wp PTE bit",
	[NEEDS_UFFD_RWP]	= "CONFIG_USERFAULTFD_RWP",
	[NEEDS_HUGETLB]		= "CONFIG_HUGETLB_PAGE",
	[NEEDS_DAX]		= "CONFIG_FS_DAX",
	[NEEDS_USERFAULTFD]	= "CONFIG_USERFAULTFD",
	[NEEDS_GUP_FAST]	= "CONFIG_HAVE_GUP_FAST",
	[NEEDS_DEVICE_PRIVATE]	= "CONFIG_DEVICE_PRIVATE",
	[NEEDS_SECONDARY_TLB]	= "TLB flushes that notify secondary TLBs",
	[NEEDS_SWAP]		= "CONFIG_SWAP",
	[NEEDS_KSM]		= "CONFIG_KSM and CONFIG_SYSFS",
	[NEEDS_WATCHED_PTES]	= "CONFIG_MEM_SOFT_DIRTY, CONFIG_USERFAULTFD and the uffd-wp PTE bit",
	[NEEDS_TLB_BATCH]	= "CONFIG_ARCH_WANT_BATCHED_UNMAP_TLB_FLUSH",
	[NEEDS_VMA_LOCK]	= "CONFIG_PER_VMA_LOCK",
	[NEEDS_READABLE_DEVICE]	= "a processor that can read where there is no memory",
};

static bool within(unsigned int since, unsigned int until)
{
	return since <= MM_KUNIT_KERNEL && (!until || until > MM_KUNIT_KERNEL);
}

/**
 * mm_kunit_hides() - whether what shows a known issue is not to be run
 * @issue: the defect
 *
 * Return: true on a kernel that has it, unless mm_kunit.known_issues=1.
 */
bool mm_kunit_hides(const struct mm_kunit_known_issue *issue)
{
	return within(issue->since, issue->until) && !runs_anyway(issue);
}

static bool skip_reason(const struct mm_kunit_when *when, char *reason,
			size_t size)
{
	const struct mm_kunit_known_issue *issue = when->known_issue;

	if (when->since > MM_KUNIT_KERNEL)
		snprintf(reason, size, "for linux %u.%u and later",
			 when->since >> 16, when->since >> 8 & 0xff);
	else if (when->until && when->until <= MM_KUNIT_KERNEL)
		snprintf(reason, size, "for linux before %u.%u",
			 when->until >> 16, when->until >> 8 & 0xff);
	else if (!mm_kunit_has_feature(when->needs))
		snprintf(reason, size, "needs %s", feature_names[when->needs]);
	else if (issue && mm_kunit_hides(issue))
		snprintf(reason, size, "known issue%s: %s (see Documentation/%s)",
			 issue->crashes ? ", crashes the kernel" : "",
			 issue->reason, issue->page);
	else
		return false;
	return true;
}

/**
 * mm_kunit_row_skip() - leave the row, as one that is not for this machine
 * @test: the running case
 * @row: name of the row, NULL for a case without a table
 * @reason: what is missing
 */
void mm_kunit_row_skip(struct kunit *test, const char *row, const char *reason)
{
	if (row && !MM_KUNIT_HAS_ROW_SKIP)
		kunit_info(test, "SKIP %s\n", reason);
	kunit_skip(test, "%s", reason);
}

static void skip_unless(struct kunit *test, const char *row,
			const struct mm_kunit_when *when)
{
	char reason[200];

	if (when && skip_reason(when, reason, sizeof(reason)))
		mm_kunit_row_skip(test, row, reason);
}

/**
 * mm_kunit_stay_on_one_cpu() - keep what is in LRU batches within reach
 *
 * A page that was put into a batch of one processor keeps a reference until
 * that processor drains it. Ends of cases call this as well as beginnings:
 * later kernels have a thread for each.
 *
 * Context: may sleep.
 */
void mm_kunit_stay_on_one_cpu(void)
{
	set_cpus_allowed_ptr(current,
			     cpumask_of(cpumask_first(cpu_online_mask)));
}

/**
 * mm_kunit_row_begin() - skip the row or say that it runs
 * @test: the running case; left if the row is not for this kernel
 * @row: name of the row, NULL for a case without a table; kept until
 *	mm_kunit_row_end()
 * @when: the kernels that it is for, NULL for all
 *
 * From here on a panic, and a row that takes far too long, print
 * "mm_kunit: running:" with the names, for whoever reads the log.
 */
void mm_kunit_row_begin(struct kunit *test, const char *row,
			const struct mm_kunit_when *when)
{
	skip_unless(test, row, when);
	/* A case may go on to another row, with the pages of one there. */
	if (!running_table)
		mm_kunit_counters_begin();
	running_table = test->name;
	running_row = row;
	mod_timer(&stuck_timer, jiffies + STUCK_AFTER);
	mm_kunit_faults_begin();
}

/**
 * mm_kunit_row_end() - no row runs any more
 * @test: the case that ends; fails if counters of the machine have changed
 *
 * Context: may sleep; may be called without a begin.
 */
void mm_kunit_row_end(struct kunit *test)
{
	if (!running_table)
		return;
	mm_kunit_faults_end();
	timer_delete_sync(&stuck_timer);
	running_table = NULL;
	mm_kunit_expect_counters_back(test);
}
