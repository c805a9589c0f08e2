// SPDX-License-Identifier: GPL-2.0
// what: unmap what is mlocked
// since: 6.1
// visible: um, x86_64
// file: mm/rmap.c
// seen: um:7.3, x86_64:7.3 rmap_unmap.mlocked_page.file_page_is_kept
// seen: um:7.3, x86_64:7.3 rmap_unmap.mlocked_page.page_in_the_swap_cache_is_kept

@@
@@
try_to_unmap_one(...)
{
<...
- !(flags & TTU_IGNORE_MLOCK)
+ 0
...>
}
