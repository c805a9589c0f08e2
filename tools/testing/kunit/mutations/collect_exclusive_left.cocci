// SPDX-License-Identifier: GPL-2.0
// what: collect takes every exclusive page for pinned
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_explore.flaw_is_seen.collect_that_does_not_ask_for_pins
// seen: um:7.3 migrate_device_explore.flaw_is_seen.collect_that_loses_the_dirty_bit
// seen: um:7.3 migrate_device_explore.flaw_is_seen.gup_that_trusts_its_first_look_at_the_pte
// seen: um:7.3 migrate_device_explore.flaw_is_seen.tlb_that_is_not_flushed
// seen: um:7.3 migrate_device_gup_fast.exclusive_as_written.first_seen_at_the_end
// seen: um:7.3 migrate_device_gup_fast.exclusive_as_written.first_seen_behind_the_clear
// seen: um:7.3 migrate_device_gup_fast.exclusive_as_written.grabbed_before_and_checked_behind_it
// seen: um:7.3 migrate_device_gup_fast.exclusive_as_written.read_only_seen_before_and_grabbed_behind_it
// seen: um:7.3 migrate_device_gup_fast.exclusive_as_written.seen_before_and_grabbed_after_the_question
// seen: um:7.3 migrate_device_gup_fast.exclusive_as_written.seen_before_and_grabbed_at_the_end
// seen: um:7.3 migrate_device_gup_fast.exclusive_as_written.seen_before_and_grabbed_behind_it
// seen: um:7.3 migrate_device_gup_fast.exclusive_with_ptep_clear_flush.first_seen_at_the_end
// seen: um:7.3 migrate_device_gup_fast.exclusive_with_ptep_clear_flush.first_seen_behind_the_clear
// seen: um:7.3 migrate_device_gup_fast.exclusive_with_ptep_clear_flush.grabbed_before_and_checked_behind_it
// seen: um:7.3 migrate_device_gup_fast.exclusive_with_ptep_clear_flush.read_only_seen_before_and_grabbed_behind_it
// seen: um:7.3 migrate_device_gup_fast.exclusive_with_ptep_clear_flush.seen_before_and_grabbed_after_the_question
// seen: um:7.3 migrate_device_gup_fast.exclusive_with_ptep_clear_flush.seen_before_and_grabbed_at_the_end
// seen: um:7.3 migrate_device_gup_fast.exclusive_with_ptep_clear_flush.seen_before_and_grabbed_behind_it
// seen: um:7.3 migrate_device_gup_fast.exclusive_with_ptep_get_and_clear.first_seen_at_the_end
// seen: um:7.3 migrate_device_gup_fast.exclusive_with_ptep_get_and_clear.first_seen_behind_the_clear
// seen: um:7.3 migrate_device_gup_fast.exclusive_with_ptep_get_and_clear.grabbed_before_and_checked_behind_it
// seen: um:7.3 migrate_device_gup_fast.exclusive_with_ptep_get_and_clear.read_only_seen_before_and_grabbed_behind_it
// seen: um:7.3 migrate_device_gup_fast.exclusive_with_ptep_get_and_clear.seen_before_and_grabbed_after_the_question
// seen: um:7.3 migrate_device_gup_fast.exclusive_with_ptep_get_and_clear.seen_before_and_grabbed_at_the_end
// seen: um:7.3 migrate_device_gup_fast.exclusive_with_ptep_get_and_clear.seen_before_and_grabbed_behind_it

@@
expression folio, page;
@@
migrate_vma_collect_pmd(...)
{
<...
(
- folio_try_share_anon_rmap_pte(folio, page)
+ true
|
- page_try_share_anon_rmap(page)
+ true
)
...>
}
