// SPDX-License-Identifier: GPL-2.0
/*
 * Greedy: take something away, and keep it away if the scenario still fails.
 * What fails in the end need not be what failed at first, but it is small.
 */
#include "migrate_scenario.h"

/* Each of them takes a scene up and down. */
#define MAX_TRIES 1000

struct migrate_shrinker {
	struct migrate_scene *scene;
	struct migrate_scenario best;
	struct migrate_scenario next;
	struct migrate_failure *failure;
	unsigned int tries;
};

/* Keep .next if it is another scenario that fails, else drop it. */
static bool keeps_failing(struct migrate_shrinker *s)
{
	struct migrate_failure failure;

	migrate_settle(&s->next.range);
	if (!memcmp(&s->next, &s->best, sizeof(s->best)))
		return false;
	if (s->tries < MAX_TRIES) {
		s->tries++;
		if (migrate_try(s->scene, &s->next, &failure)) {
			*s->failure = failure;
			s->best = s->next;
			return true;
		}
	}
	s->next = s->best;
	return false;
}

static bool drop_pages(struct migrate_shrinker *s)
{
	struct migrate_range *range = &s->next.range;
	bool smaller = false;
	unsigned int i = 0;

	while (i < range->nr) {
		memmove(&range->page[i], &range->page[i + 1],
			(range->nr - i - 1) * sizeof(*range->page));
		memset(&range->page[--range->nr], 0, sizeof(*range->page));
		if (keeps_failing(s))
			smaller = true;
		else
			i++;
	}
	return smaller;
}

static bool drop_fields(struct migrate_shrinker *s, struct mm_kunit_given *given,
			const struct migrate_field *field)
{
	bool smaller = false;

	for (; field->name; field++) {
		int value = migrate_field_value(given, field);

		if (!value)
			continue;
		migrate_set_field(given, field, 0);
		if (keeps_failing(s)) {
			smaller = true;
		} else if (value > 1) {
			migrate_set_field(given, field, 1);
			smaller |= keeps_failing(s);
		}
	}
	return smaller;
}

static bool simplify_pages(struct migrate_shrinker *s)
{
	bool smaller = false;
	unsigned int i;

	for (i = 0; i < s->next.range.nr; i++) {
		struct migrate_placed *page = &s->next.range.page[i];

		page->given.maps = MAPS_ANON;
		smaller |= keeps_failing(s);
		page->destination = false;
		smaller |= keeps_failing(s);
		smaller |= drop_fields(s, &page->given, migrate_page_fields);
		smaller |= drop_fields(s, &page->given, migrate_pte_fields);
	}
	return smaller;
}

static bool simplify_call(struct migrate_shrinker *s)
{
	bool smaller;

	s->next.range.mapping = MAPPING_ANON;
	smaller = keeps_failing(s);
	s->next.flags = MIGRATE_VMA_SELECT_SYSTEM;
	smaller |= keeps_failing(s);
	s->next.clear = CLEAR_AS_WRITTEN;
	return smaller | keeps_failing(s);
}

/* As it is, from the start of the mapping. */
static bool move_down(struct migrate_shrinker *s)
{
	struct migrate_range *range = &s->next.range;
	unsigned long first = range->start;
	unsigned int i;

	if (range->nr)
		first = min(first, range->page[0].at);
	for (i = 0; i < range->nr; i++)
		range->page[i].at -= first;
	range->start -= first;
	range->end -= first;
	return keeps_failing(s);
}

/* Side by side, from the start of the mapping, in no greater a range. */
static bool pack_pages(struct migrate_shrinker *s)
{
	struct migrate_range *range = &s->next.range;
	unsigned int i;

	for (i = 0; i < range->nr; i++)
		range->page[i].at = i;
	range->end = clamp(range->end - range->start, 1UL,
			   (unsigned long)max(range->nr, 1U));
	range->start = 0;
	return keeps_failing(s);
}

static bool trim_range(struct migrate_shrinker *s)
{
	struct migrate_range *range = &s->next.range;
	unsigned long size = range->end - range->start;
	bool smaller = false;

	for (size /= 2; size; size /= 2) {
		if (range->end - range->start <= size)
			continue;
		range->end -= size;
		smaller |= keeps_failing(s);
		if (range->end - range->start <= size)
			continue;
		range->start += size;
		smaller |= keeps_failing(s);
	}
	return smaller;
}

/**
 * migrate_shrink() - find the smallest scenario that still fails
 * @scene: new, and so again afterwards
 * @scenario: one that fails; replaced by the smallest found
 * @failure: how it fails; likewise
 *
 * Return: how many scenarios were tried.
 */
unsigned int migrate_shrink(struct migrate_scene *scene,
			    struct migrate_scenario *scenario,
			    struct migrate_failure *failure)
{
	struct migrate_shrinker *s = kunit_kzalloc(scene->test, sizeof(*s), GFP_KERNEL);
	bool smaller = true;

	KUNIT_ASSERT_NOT_NULL(scene->test, s);
	s->scene = scene;
	s->failure = failure;
	s->best = *scenario;
	s->next = *scenario;
	while (smaller && s->tries < MAX_TRIES) {
		smaller = drop_pages(s);
		smaller |= simplify_call(s);
		smaller |= move_down(s);
		smaller |= pack_pages(s);
		smaller |= trim_range(s);
		smaller |= simplify_pages(s);
	}
	*scenario = s->best;
	return s->tries;
}
