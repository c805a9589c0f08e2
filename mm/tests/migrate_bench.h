/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Compilations of mm/migrate_device.c that are timed: nothing is recorded and
 * nothing hooked, so that what they cost is what the code costs.
 */
#ifndef _MM_TESTS_MIGRATE_BENCH_H
#define _MM_TESTS_MIGRATE_BENCH_H

#include <linux/migrate.h>

/**
 * struct bench_code - one compilation
 * @name: how PTEs are cleared
 * @collect: its migrate_vma_collect()
 * @unmap: its migrate_vma_unmap()
 * @finalize: its migrate_vma_finalize()
 */
struct bench_code {
	const char *name;
	void (*collect)(struct migrate_vma *migrate);
	void (*unmap)(struct migrate_vma *migrate);
	void (*finalize)(struct migrate_vma *migrate);
};

extern const struct bench_code bench_as_written;
extern const struct bench_code bench_batched;

#endif /* _MM_TESTS_MIGRATE_BENCH_H */
