/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Counters of the whole machine that have to come back to what they were.
 */
#ifndef _MM_KUNIT_COUNTERS_H
#define _MM_KUNIT_COUNTERS_H

#include <kunit/test.h>
#include <linux/mmzone.h>

long mm_kunit_node_count(enum node_stat_item item);
void mm_kunit_counters_begin(void);
void mm_kunit_expect_counters_back(struct kunit *test);

#endif /* _MM_KUNIT_COUNTERS_H */
