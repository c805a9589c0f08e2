/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Every header that mm/migrate_device.c includes, in its order, so that a unit
 * can replace primitives between them and the file.
 */
#include <linux/export.h>
#include <linux/memremap.h>
#include <linux/migrate.h>
#include <linux/mm.h>
#include <linux/mm_inline.h>
#include <linux/mmu_notifier.h>
#include <linux/oom.h>
#include <linux/pagemap.h>
#include <linux/pagewalk.h>
#include <asm/pgalloc.h>
#include <linux/rmap.h>
#include <linux/swapops.h>
#include <asm/tlbflush.h>
#include "../internal.h"

#undef EXPORT_SYMBOL
#define EXPORT_SYMBOL(symbol)
