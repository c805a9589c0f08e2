// SPDX-License-Identifier: GPL-2.0
#include <linux/highmem.h>

#include "device.h"
#include "page.h"

/**
 * mm_kunit_set_first_word() - put a value into a page
 * @page: system or device memory
 * @value: becomes its first word
 */
void mm_kunit_set_first_word(struct page *page, unsigned long value)
{
	unsigned long *word = mm_kunit_device_word(page);

	if (word) {
		*word = value;
		return;
	}
	word = kmap_local_page(page);
	*word = value;
	kunmap_local(word);
}

/**
 * mm_kunit_first_word() - look at a page's content
 * @page: a page that stays while it is looked at
 *
 * Return: its first word.
 */
unsigned long mm_kunit_first_word(struct page *page)
{
	unsigned long *word = mm_kunit_device_word(page);
	unsigned long value;

	if (word)
		return *word;
	word = kmap_local_page(page);
	value = *word;
	kunmap_local(word);
	return value;
}

/**
 * mm_kunit_copy_page() - copy a page, as a device's copy engine does
 * @to: system or device memory
 * @from: likewise
 */
void mm_kunit_copy_page(struct page *to, struct page *from)
{
	if (mm_kunit_device_word(to) || mm_kunit_device_word(from))
		mm_kunit_set_first_word(to, mm_kunit_first_word(from));
	else
		copy_highpage(to, from);
}
