/* SPDX-License-Identifier: GPL-2.0 */
/*
 * mm_kunit.fault=N has the Nth allocation of each row fail.
 */
#ifndef _MM_KUNIT_FAULTS_H
#define _MM_KUNIT_FAULTS_H

#ifdef CONFIG_FAULT_INJECTION_DEBUG_FS
void mm_kunit_faults_begin(void);
void mm_kunit_faults_end(void);
#else
static inline void mm_kunit_faults_begin(void)
{
}

static inline void mm_kunit_faults_end(void)
{
}
#endif

#endif /* _MM_KUNIT_FAULTS_H */
