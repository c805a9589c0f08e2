// SPDX-License-Identifier: GPL-2.0
// what: fork does not tell GUP-fast that it write-protects
// since: 6.1
// visible: um, x86_64
// file: mm/memory.c
// seen: um:7.3 mm_fork_pins.forked_page.writable_page_is_shared

@@
@@
copy_page_range(...)
{
<...
(
- raw_write_seqcount_begin(...);
|
- raw_write_seqcount_end(...);
)
...>
}
