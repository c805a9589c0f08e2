/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The orders of GUP-fast and a unit that have a name, for each unit that takes
 * the page away: see explore_play.c.
 */
#ifndef _MM_TESTS_EXPLORE_ORDERS_H
#define _MM_TESTS_EXPLORE_ORDERS_H

#include "explore.h"

#define WRITABLE	{ .pte = { .write = 1, .dirty = 1 }, .exclusive = 1 }
#define READ_ONLY	{ .exclusive = 1 }
#define SHARED		{ .maps = MAPS_SHARED_ANON }

/* Who is first has the page, whole. */
#define EXCLUSIVE_CASES \
	{ "pinned_for_reading_before_the_clear", \
	  { .actors = READ_PIN, .given = READ_ONLY }, \
	  .steps = { ALL_STEPS }, .pinned = true, .kept = true }, \
	{ "pinned_for_writing_before_the_clear", \
	  { .actors = WRITE_PIN, .given = WRITABLE }, \
	  .steps = { ALL_STEPS }, .pinned = true, .kept = true }, \
	{ "grabbed_before_the_clear", \
	  { .actors = READ_PIN, .given = WRITABLE }, \
	  .steps = { AND_GRAB }, .pinned = true, .kept = true }, \
	{ "grabbed_before_and_checked_behind_it", \
	  { .actors = READ_PIN, .given = WRITABLE }, \
	  .steps = { AND_GRAB, ALL_STEPS } }, \
	{ "seen_before_and_grabbed_behind_it", \
	  { .actors = WRITE_PIN, .given = WRITABLE }, \
	  .steps = { READ_PTE, ALL_STEPS } }, \
	{ "read_only_seen_before_and_grabbed_behind_it", \
	  { .actors = READ_PIN, .given = READ_ONLY }, \
	  .steps = { READ_PTE, ALL_STEPS } }, \
	{ "seen_before_and_grabbed_after_the_question", \
	  { .actors = READ_PIN, .given = WRITABLE }, \
	  .steps = { READ_PTE, 0, ALL_STEPS } }, \
	{ "seen_before_and_grabbed_at_the_end", \
	  { .actors = READ_PIN, .given = READ_ONLY }, \
	  .steps = { READ_PTE } }, \
	{ "first_seen_behind_the_clear", \
	  { .actors = READ_PIN, .given = WRITABLE }, \
	  .steps = { 0, ALL_STEPS } }, \
	{ "first_seen_at_the_end", \
	  { .actors = WRITE_PIN, .given = WRITABLE } }

/* A page that may be shared is never pinned, but taken. */
#define SHARED_CASES \
	{ "wanted_for_reading_before_the_clear", \
	  { .actors = READ_PIN, .given = SHARED }, \
	  .steps = { ALL_STEPS } }, \
	{ "wanted_for_writing_before_the_clear", \
	  { .actors = WRITE_PIN, .given = SHARED }, \
	  .steps = { ALL_STEPS } }, \
	{ "grabbed_before_and_checked_behind_it", \
	  { .actors = READ_PIN, .given = SHARED }, \
	  .steps = { AND_GRAB, 0, ALL_STEPS } }, \
	{ "seen_before_and_grabbed_behind_it", \
	  { .actors = READ_PIN, .given = SHARED }, \
	  .steps = { READ_PTE, 0, ALL_STEPS } }, \
	{ "first_seen_at_the_end", \
	  { .actors = READ_PIN, .given = SHARED } }

#endif /* _MM_TESTS_EXPLORE_ORDERS_H */
