// SPDX-License-Identifier: GPL-2.0
/*
 * What fork does to a page that may be pinned, and what tells GUP-fast.
 */
#include "migrate_scene.h"

/**
 * struct fork_case - a row about one page
 * @name: what it says
 * @given: the page
 * @copied: whether the child gets a page of its own
 */
struct fork_case {
	const char *name;
	struct mm_kunit_given given;
	bool copied;
};

/* contract 10.6: a page that is pinned stays its owner's. */
static const struct fork_case forked[] = {
	{ "writable_page_is_shared",
	  { .pte = { .write = 1, .dirty = 1 }, .exclusive = 1 } },
	{ "read_only_page_is_shared", { .exclusive = 1 } },
	{ "page_that_was_shared_before_stays_so", { .pte = { .young = 1 } } },
	{ "pinned_writable_page_is_copied",
	  { .pte = { .write = 1, .dirty = 1 }, .exclusive = 1, .gup_pins = 1 },
	  .copied = true },
	{ "pinned_read_only_page_is_copied",
	  { .exclusive = 1, .gup_pins = 1 }, .copied = true },
	{ "page_with_many_plain_references_is_shared",
	  { .exclusive = 1, .extra_refs = GUP_PIN_COUNTING_BIAS / 2 } },
};

MM_KUNIT_ROWS(forked);

static unsigned int sequence(struct migrate_scene *scene)
{
	return scene->space.mm->write_protect_seq.sequence;
}

static void expect_child_page(struct kunit *test, struct mm_kunit_page *page,
			      struct mm_kunit_space *child, bool copied)
{
	pte_t pte = mm_kunit_read_pte(child, page->addr);
	struct page *its;

	KUNIT_EXPECT_TRUE(test, pte_present(pte));
	if (!pte_present(pte))
		return;
	its = pfn_to_page(pte_pfn(pte));
	KUNIT_EXPECT_EQ(test, its != page->page, copied);
	KUNIT_EXPECT_EQ(test, PageAnonExclusive(its), copied);
	KUNIT_EXPECT_EQ(test, mm_kunit_first_word(its), page->pattern);
	if (!copied)
		KUNIT_EXPECT_FALSE(test, pte_write(pte));
}

/* Test that fork shares a page unless somebody may have pinned it. */
static void forked_page(struct kunit *test)
{
	const struct fork_case *row = test->param_value;
	struct mm_kunit_space child = {};
	struct migrate_scene *scene;
	struct mm_kunit_page *page;
	unsigned int before;
	pte_t pte;
	int err;

	mm_kunit_row_begin(test, row->name, NULL);
	scene = migrate_build(test, &row->given, 1);
	page = &scene->pages[0];
	/* As the first pin in this address space does. */
	mm_kunit_set_mm_flag(scene->space.mm, MMF_HAS_PINNED);
	before = sequence(scene);
	err = mm_kunit_space_fork(&child, &scene->space);
	KUNIT_EXPECT_EQ(test, err, 0);
	if (err)
		goto destroy;
	/* Even again, and another than a GUP-fast that was under way saw. */
	KUNIT_EXPECT_EQ(test, before % 2, 0U);
	KUNIT_EXPECT_EQ(test, sequence(scene), before + 2);

	pte = mm_kunit_read_pte(&scene->space, page->addr);
	KUNIT_EXPECT_EQ(test, PageAnonExclusive(page->page), row->copied);
	KUNIT_EXPECT_EQ(test, !!pte_write(pte),
			row->copied && row->given.pte.write);
	expect_child_page(test, page, &child, row->copied);
destroy:
	mm_kunit_space_destroy(&child);
}

/* Fork and pins. */
static struct kunit_case fork_cases[] = {
	KUNIT_CASE_PARAM(forked_page, forked_gen_params),
	{}
};

static struct kunit_suite fork_suite = {
	.name = "mm_fork_pins",
	.init = migrate_scene_init,
	.exit = migrate_scene_exit,
	.test_cases = fork_cases,
};

kunit_test_suite(fork_suite);
