// SPDX-License-Identifier: GPL-2.0
#include <linux/sched.h>

#include "trial.h"

static struct {
	struct task_struct *owner;
	struct mm_kunit_trial *trial;
} running;

/**
 * mm_kunit_trial_begin() - count broken claims from now on
 * @trial: filled in until mm_kunit_trial_end(), by this thread alone
 */
void mm_kunit_trial_begin(struct mm_kunit_trial *trial)
{
	memset(trial, 0, sizeof(*trial));
	running.trial = trial;
	running.owner = current;
}

/**
 * mm_kunit_trial_end() - broken claims fail the case again
 */
void mm_kunit_trial_end(void)
{
	running.owner = NULL;
}

static bool broken(struct kunit *test, struct va_format *message)
{
	struct mm_kunit_trial *trial = running.trial;

	if (running.owner != current) {
		KUNIT_FAIL(test, "%pV\n", message);
		return true;
	}
	if (!trial->broken++)
		snprintf(trial->first, sizeof(trial->first), "%pV", message);
	return false;
}

/**
 * mm_kunit_broken() - a claim does not hold
 * @test: the running case
 * @fmt: the claim, and what was found
 *
 * Return: whether the case was failed, so that more may be printed.
 */
bool mm_kunit_broken(struct kunit *test, const char *fmt, ...)
{
	struct va_format message = { .fmt = fmt };
	bool failed;
	va_list args;

	va_start(args, fmt);
	message.va = &args;
	failed = broken(test, &message);
	va_end(args);
	return failed;
}

/**
 * mm_kunit_expect_equal() - claim that two numbers are the same
 * @test: the running case
 * @got: what was found
 * @want: what the contract asks for
 * @fmt: what they are
 */
void mm_kunit_expect_equal(struct kunit *test, long got, long want,
			   const char *fmt, ...)
{
	struct va_format what = { .fmt = fmt };
	va_list args;

	if (got == want)
		return;
	va_start(args, fmt);
	what.va = &args;
	mm_kunit_broken(test, "%pV: got %#lx, want %#lx", &what, got, want);
	va_end(args);
}
