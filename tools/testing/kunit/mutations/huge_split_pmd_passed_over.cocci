// SPDX-License-Identifier: GPL-2.0
// what: pass over a PMD that was split before it was locked
// since: 6.19
// visible: x86_64
// file: mm/migrate_device.c
// seen: x86_64:7.3 migrate_device_huge_race.split_before_the_lock.whole
// seen: x86_64:7.3 migrate_device_huge_race.split_before_the_lock.by_page

@@
symbol start, end, walk;
@@
migrate_vma_collect_huge_pmd(...)
{
<...
-	return -EAGAIN;
+	return migrate_vma_collect_skip(start, end, walk);
...>
}
