/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the contract says will become of a page, for states that nobody wrote
 * down in a row.
 */
#ifndef _MM_TESTS_MIGRATE_ORACLE_H
#define _MM_TESTS_MIGRATE_ORACLE_H

#include "migrate_range.h"

/**
 * struct migrate_asked - what the driver asks for, and how far it has come
 * @mapping: what the space maps
 * @system_memory: %MIGRATE_VMA_SELECT_SYSTEM
 * @destination: the driver gives one for the page, if it is asked to
 * @phase: the last phase that was run
 */
struct migrate_asked {
	enum mm_kunit_mapping mapping;
	bool system_memory;
	bool destination;
	enum migrate_phase phase;
};

struct migrate_expect migrate_oracle(const struct mm_kunit_given *given,
				     const struct migrate_asked *asked);
void migrate_ask_oracle(const struct migrate_range *range, bool system_memory,
			enum migrate_phase phase,
			struct migrate_expect *expect);

#endif /* _MM_TESTS_MIGRATE_ORACLE_H */
