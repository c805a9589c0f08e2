/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What gcc puts into an object that it instruments with -fprofile-arcs.
 */
#ifndef _MM_KUNIT_COVERAGE_H
#define _MM_KUNIT_COVERAGE_H

#if __GNUC__ >= 15
#define COUNTER_KINDS	10
#elif __GNUC__ >= 14
#define COUNTER_KINDS	9
#else
#define COUNTER_KINDS	8
#endif

struct arc_counts {
	unsigned int number;
	long long *values;
};

struct counted_function {
	const struct counted_object *object;
	unsigned int ident;
	unsigned int lineno_checksum;
	unsigned int cfg_checksum;
	struct arc_counts arcs;
};

/* As gcc emits it; -fprofile-arcs alone fills in one kind of counter. */
struct counted_object {
	unsigned int version;
	struct counted_object *next;
	unsigned int stamp;
#if __GNUC__ >= 12
	unsigned int checksum;
#endif
	const char *filename;
	void (*merge[COUNTER_KINDS])(long long *values, unsigned int number);
	unsigned int nr_functions;
	struct counted_function **functions;
};

/* The linker's, around the section that -fprofile-info-section names. */
extern struct counted_object *__start_gcov_info[];
extern struct counted_object *__stop_gcov_info[];

/* Objects refer to this to tell one kind of counter from another. */
void __gcov_merge_add(long long *values, unsigned int number);

#endif /* _MM_KUNIT_COVERAGE_H */
