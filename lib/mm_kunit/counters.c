// SPDX-License-Identifier: GPL-2.0
#include <linux/delay.h>
#include <linux/swap.h>
#include <linux/vmstat.h>

#include "compat.h"
#include "counters.h"

/* What is given up by other processors, or later, is given up by then. */
#define SETTLE_MS	10
#define SETTLE_TRIES	20

/*
 * contract 6.9. Nothing but a case maps, locks or writes pages: the machine has
 * no user.
 */
static const struct {
	const char *name;
	enum node_stat_item item;
} node_counters[] = {
	{ "NR_ANON_MAPPED", NR_ANON_MAPPED },
	{ "NR_FILE_MAPPED", NR_FILE_MAPPED },
	{ "NR_ANON_THPS", NR_ANON_THPS },
	{ "NR_SHMEM", NR_SHMEM },
	{ "NR_SHMEM_THPS", NR_SHMEM_THPS },
	{ "NR_UNEVICTABLE", NR_UNEVICTABLE },
	{ "NR_ISOLATED_ANON", NR_ISOLATED_ANON },
	{ "NR_ISOLATED_FILE", NR_ISOLATED_FILE },
	{ "NR_FILE_DIRTY", NR_FILE_DIRTY },
	{ "NR_WRITEBACK", NR_WRITEBACK },
};

static const struct {
	const char *name;
	enum zone_stat_item item;
} zone_counters[] = {
	{ "NR_MLOCK", NR_MLOCK },
	{ "NR_ZONE_WRITE_PENDING", NR_ZONE_WRITE_PENDING },
};

struct counters {
	long node[ARRAY_SIZE(node_counters)];
	long zone[ARRAY_SIZE(zone_counters)];
	/* Reclaim may move a page from one list to the other. */
	long anon_lru;
};

static struct counters before;

/**
 * mm_kunit_node_count() - a counter of all nodes, exactly
 * @item: which
 *
 * Return: the sum; each processor has a part of it, which may be negative.
 */
long mm_kunit_node_count(enum node_stat_item item)
{
	struct per_cpu_nodestat *part;
	pg_data_t *node;
	long sum = 0;
	int cpu;

	for_each_online_pgdat(node) {
		sum += atomic_long_read(&node->vm_stat[item]);
		for_each_online_cpu(cpu) {
			part = per_cpu_ptr(node->per_cpu_nodestats, cpu);
			sum += part->vm_node_stat_diff[item];
		}
	}
	return sum;
}

static long zone_count(enum zone_stat_item item)
{
	struct zone *zone;
	long sum = 0;

	for_each_zone(zone)
		sum += zone_page_state_snapshot(zone, item);
	return sum;
}

static void read_counters(struct counters *now)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(node_counters); i++)
		now->node[i] = mm_kunit_node_count(node_counters[i].item);
	for (i = 0; i < ARRAY_SIZE(zone_counters); i++)
		now->zone[i] = zone_count(zone_counters[i].item);
	now->anon_lru = mm_kunit_node_count(NR_INACTIVE_ANON) +
			mm_kunit_node_count(NR_ACTIVE_ANON);
}

/**
 * mm_kunit_counters_begin() - remember what all counters are
 *
 * Context: may sleep.
 */
void mm_kunit_counters_begin(void)
{
	lru_add_drain();
	read_counters(&before);
}

static bool are_back(struct counters *now)
{
	read_counters(now);
	return !memcmp(now, &before, sizeof(before));
}

static bool settle(struct counters *now)
{
	int tries;

	lru_add_drain();
	for (tries = 0; !are_back(now); tries++) {
		if (tries == SETTLE_TRIES)
			return false;
		lru_add_drain_all();
		msleep(SETTLE_MS);
	}
	return true;
}

static void expect_back(struct kunit *test, const char *name, long now,
			long then)
{
	KUNIT_EXPECT_EQ_MSG(test, now, then,
			    "%s is not what it was before the case", name);
}

/**
 * mm_kunit_expect_counters_back() - what was counted is not counted any more
 * @test: the case that ends, all whose pages are gone
 *
 * Context: may sleep.
 */
void mm_kunit_expect_counters_back(struct kunit *test)
{
	struct counters now;
	int i;

	if (settle(&now))
		return;
	for (i = 0; i < ARRAY_SIZE(node_counters); i++)
		expect_back(test, node_counters[i].name, now.node[i],
			    before.node[i]);
	for (i = 0; i < ARRAY_SIZE(zone_counters); i++)
		expect_back(test, zone_counters[i].name, now.zone[i],
			    before.zone[i]);
	expect_back(test, "the number of anonymous pages on the LRU",
		    now.anon_lru, before.anon_lru);
}
