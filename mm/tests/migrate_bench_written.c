// SPDX-License-Identifier: GPL-2.0
/*
 * mm/migrate_device.c as it is: an exclusive page is cleared with
 * ptep_clear_flush(), and the range is flushed at the end as well.
 */
#define UNIT_PREFIX bench_written_

#include "migrate_device_names.h"
#include "migrate_device_headers.h"
#include "../migrate_device.c"

#include "migrate_bench.h"

const struct bench_code bench_as_written = {
	.name = "as_written",
	.collect = migrate_vma_collect,
	.unmap = migrate_vma_unmap,
	.finalize = migrate_vma_finalize,
};
