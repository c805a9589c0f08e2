/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What must hold for every order of events that a unit may produce.
 *
 * These are predicates, not sequences: a unit is free to flush more often, to
 * batch, or to use the other primitive, as long as the rule is kept.
 */
#ifndef _MM_KUNIT_ORDER_H
#define _MM_KUNIT_ORDER_H

#include "events.h"

void mm_kunit_out_of_order(struct kunit *test, long event, const char *rule);
void mm_kunit_expect_flush_before_unlock(struct kunit *test);
void mm_kunit_expect_clear_before_share(struct kunit *test);
void mm_kunit_expect_clear_before_refs(struct kunit *test);
void mm_kunit_expect_flush_before_refs(struct kunit *test);
void mm_kunit_expect_refs_before_share(struct kunit *test);
void mm_kunit_expect_batch_flushed(struct kunit *test);
void mm_kunit_expect_cache_flush_before_clear(struct kunit *test);
void mm_kunit_expect_balanced(struct kunit *test);
void mm_kunit_expect_notified(struct kunit *test);
void mm_kunit_expect_addresses(struct kunit *test);
void mm_kunit_expect_order(struct kunit *test);
void mm_kunit_expect_no_sleep_under_lock(struct kunit *test);
void mm_kunit_expect_got_under_lock(struct kunit *test);
void mm_kunit_expect_unlock_before_put(struct kunit *test);
void mm_kunit_expect_rmap_locked(struct kunit *test);
void mm_kunit_expect_no_wait_with_locks(struct kunit *test);
void mm_kunit_expect_content_before_pte(struct kunit *test);
void mm_kunit_expect_owned_before_lru(struct kunit *test);
void mm_kunit_expect_charged_to(struct kunit *test, struct mm_struct *mm);

#endif /* _MM_KUNIT_ORDER_H */
