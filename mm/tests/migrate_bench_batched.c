// SPDX-License-Identifier: GPL-2.0
/*
 * mm/migrate_device.c with every page cleared by ptep_get_and_clear(): only
 * the flush of the range at the end is left.
 */
#define UNIT_PREFIX bench_batched_

#include "migrate_device_names.h"
#include "migrate_device_headers.h"

#undef ptep_clear_flush
#define ptep_clear_flush(vma, addr, ptep) \
	ptep_get_and_clear((vma)->vm_mm, addr, ptep)

#include "../migrate_device.c"

#include "migrate_bench.h"

const struct bench_code bench_batched = {
	.name = "batched",
	.collect = migrate_vma_collect,
	.unmap = migrate_vma_unmap,
	.finalize = migrate_vma_finalize,
};
