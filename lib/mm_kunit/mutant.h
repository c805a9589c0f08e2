/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Which of the changes that mdkunit mutants puts into a source is made in this
 * boot. The changed source includes this; no other file does.
 */
#ifndef _MM_KUNIT_MUTANT_H
#define _MM_KUNIT_MUTANT_H

#include <linux/build_bug.h>
#include <linux/compiler.h>
#include <linux/panic.h>
#include <linux/types.h>

/* mm_kunit.mutant= of the command line; 0 makes none. */
extern unsigned int mm_kunit_mutant;

bool mm_kunit_mutant_reached(unsigned int mutant);

/*
 * Whether this is the boot of that mutant. Without one, reaching the place is
 * noted for the running case instead.
 */
static __always_inline bool mm_kunit_is_mutant(unsigned int mutant)
{
	return likely(mm_kunit_mutant) ? mm_kunit_mutant == mutant :
					 mm_kunit_mutant_reached(mutant);
}

/*
 * What no compiler would let pass is still there where only the number of the
 * mutant says that it can't be reached.
 */
#define MM_KUNIT_IMPOSSIBLE "mm_kunit: this mutant does not compile"

#undef BUILD_BUG
#define BUILD_BUG() panic(MM_KUNIT_IMPOSSIBLE)

#endif /* _MM_KUNIT_MUTANT_H */
