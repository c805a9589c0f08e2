// SPDX-License-Identifier: GPL-2.0
/*
 * A scenario as a row of a table, in C.
 */
#include "migrate_oracle.h"
#include "migrate_scenario.h"

struct text {
	char chars[512];
	size_t length;
};

static __printf(2, 3) void add(struct text *text, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	text->length += vscnprintf(text->chars + text->length,
				   sizeof(text->chars) - text->length, fmt,
				   args);
	va_end(args);
}

static const char *kind_name(enum mm_kunit_maps maps)
{
	switch (maps) {
	case MAPS_ANON:
		return "MAPS_ANON";
	case MAPS_SHARED_ANON:
		return "MAPS_SHARED_ANON";
	case MAPS_ZERO_PAGE:
		return "MAPS_ZERO_PAGE";
	case MAPS_SWAP_ENTRY:
		return "MAPS_SWAP_ENTRY";
	case MAPS_MARKER:
		return "MAPS_MARKER";
	case MAPS_HOLE:
		return "MAPS_HOLE";
	case MAPS_NO_TABLE:
		return "MAPS_NO_TABLE";
	case MAPS_FILE_PAGE:
		return "MAPS_FILE_PAGE";
	case MAPS_SHARED_FILE_PAGE:
		return "MAPS_SHARED_FILE_PAGE";
	case MAPS_KSM_PAGE:
		return "MAPS_KSM_PAGE";
	case MAPS_MIGRATION_ENTRY:
		return "MAPS_MIGRATION_ENTRY";
	case MAPS_DEVICE:
		return "MAPS_DEVICE";
	case MAPS_SHARED_DEVICE:
		return "MAPS_SHARED_DEVICE";
	case MAPS_COHERENT:
		return "MAPS_COHERENT";
	case MAPS_SHARED_COHERENT:
		return "MAPS_SHARED_COHERENT";
	}
	return "?";
}

static const char *outcome_name(enum migrate_outcome outcome)
{
	switch (outcome) {
	case SKIPPED:
		return "SKIPPED";
	case OFFERED:
		return "OFFERED";
	case SELECTED:
		return "SELECTED";
	case RESTORED:
		return "RESTORED";
	case REFUSED:
		return "REFUSED";
	case MIGRATED:
		return "MIGRATED";
	case POPULATED:
		return "POPULATED";
	case DROPPED:
		return "DROPPED";
	}
	return "?";
}

static const char *mapping_name(enum mm_kunit_mapping mapping)
{
	switch (mapping) {
	case MAPPING_ANON:
		return "MAPPING_ANON";
	case MAPPING_SHMEM_SHARED:
		return "MAPPING_SHMEM_SHARED";
	case MAPPING_SHMEM_PRIVATE:
		return "MAPPING_SHMEM_PRIVATE";
	}
	return "?";
}

static const char *clear_name(enum mm_kunit_clear clear)
{
	switch (clear) {
	case CLEAR_AS_WRITTEN:
		return "CLEAR_AS_WRITTEN";
	case CLEAR_ALWAYS_FLUSHES:
		return "CLEAR_ALWAYS_FLUSHES";
	case CLEAR_NEVER_FLUSHES:
		return "CLEAR_NEVER_FLUSHES";
	case CLEAR_FLUSHES_LATE:
		return "CLEAR_FLUSHES_LATE";
	case CLEAR_BEHIND_SHARE:
		return "CLEAR_BEHIND_SHARE";
	}
	return "?";
}

static void add_member(struct text *text, bool *first, const char *name)
{
	add(text, "%s.%s = ", *first ? "" : ", ", name);
	*first = false;
}

static void add_fields(struct text *text, bool *first,
		       const struct mm_kunit_given *given,
		       const struct migrate_field *field)
{
	for (; field->name; field++) {
		int value = migrate_field_value(given, field);

		if (!value)
			continue;
		add_member(text, first, field->name);
		add(text, "%d", value);
	}
}

static void add_given(struct text *text, const struct mm_kunit_given *given)
{
	static const typeof(given->pte) no_bits;
	bool first = true, first_bit = true;

	add(text, "{ ");
	if (given->maps != MAPS_ANON) {
		add_member(text, &first, "maps");
		add(text, "%s", kind_name(given->maps));
	}
	if (memcmp(&given->pte, &no_bits, sizeof(no_bits))) {
		add_member(text, &first, "pte");
		add(text, "{ ");
		add_fields(text, &first_bit, given, migrate_pte_fields);
		add(text, " }");
	}
	add_fields(text, &first, given, migrate_page_fields);
	add(text, first ? "}" : " }");
}

static void add_expect(struct text *text, const struct migrate_expect *expect)
{
	add(text, "{ %s%s }", outcome_name(expect->outcome),
	    expect->mpfn ? ", MIGRATE_PFN_WRITE" : "");
}

static void print_page_row(struct kunit *test, struct text *text,
			   const struct migrate_range *range,
			   const struct migrate_expect *expect)
{
	if (range->mapping != MAPPING_ANON)
		kunit_info(test, "	  .mapping = %s,\n",
			   mapping_name(range->mapping));
	add_given(text, &range->page[0].given);
	kunit_info(test, "	  .given = %s,\n", text->chars);
	text->length = 0;
	add_expect(text, expect);
	kunit_info(test, "	  .expect = %s },\n", text->chars);
}

static void print_range_row(struct kunit *test, struct text *text,
			    const struct migrate_range *range,
			    const struct migrate_expect *expect)
{
	unsigned int i;

	if (range->mapping != MAPPING_ANON)
		kunit_info(test, "	  { .mapping = %s,\n",
			   mapping_name(range->mapping));
	kunit_info(test, "	  %s.start = %lu, .end = %lu, .nr = %u, .page = {\n",
		   range->mapping == MAPPING_ANON ? "{ " : "",
		   range->start, range->end, range->nr);
	for (i = 0; i < range->nr; i++) {
		text->length = 0;
		add(text, "{ %lu, ", range->page[i].at);
		add_given(text, &range->page[i].given);
		add(text, ", ");
		add_expect(text, &expect[i]);
		kunit_info(test, "		%s%s },\n", text->chars,
			   range->page[i].destination ? ", true" : "");
	}
	kunit_info(test, "	  } } },\n");
}

static bool is_one_page(const struct migrate_scenario *scenario)
{
	const struct migrate_range *range = &scenario->range;

	return range->nr == 1 && range->page[0].at == range->start &&
	       range->end == range->start + 1;
}

static const char *when_seen(const struct migrate_failure *failure)
{
	if (failure->taken_down)
		return "when all is over";
	switch (failure->phase) {
	case BUILT:
	case COLLECTED:
	case UNMAPPED:
		return "after migrate_vma_setup()";
	case PAGES_MOVED:
		return "after migrate_vma_pages()";
	case FINALIZED:
		break;
	}
	return "after migrate_vma_finalize()";
}

/**
 * migrate_print_row() - print a scenario as a row to paste into a table
 * @test: the running case
 * @seed: to name it after
 * @scenario: the migration
 * @failure: how it fails: the row claims what should be seen then
 */
void migrate_print_row(struct kunit *test, unsigned long seed,
		       const struct migrate_scenario *scenario,
		       const struct migrate_failure *failure)
{
	struct migrate_expect expect[SCENE_PAGES];
	enum migrate_phase phase = failure->phase;
	struct text text = {};

	if (failure->taken_down)
		phase = FINALIZED;
	else if (phase < UNMAPPED)
		phase = UNMAPPED;
	migrate_ask_oracle(&scenario->range,
			   scenario->flags & MIGRATE_VMA_SELECT_SYSTEM, phase,
			   expect);
	kunit_info(test, "%s (flags %#lx, %s, %s):\n", when_seen(failure),
		   scenario->flags, clear_name(scenario->clear),
		   scenario->range.page[0].destination ? "with a destination" :
							 "no destination");
	kunit_info(test, "	{ \"seed_%lu\",\n", seed);
	if (is_one_page(scenario))
		print_page_row(test, &text, &scenario->range, expect);
	else
		print_range_row(test, &text, &scenario->range, expect);
}
