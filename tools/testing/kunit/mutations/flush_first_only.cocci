// SPDX-License-Identifier: GPL-2.0
// what: collect flushes only the first page of what it cleared
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c
// seen: um:7.3 migrate_device_random.few_scenarios
// seen: um:7.3 migrate_device_ranges.range_in_many_tables.pages_in_two_tables
// seen: um:7.3 migrate_device_ranges.range_in_many_tables.whole_mapping
// seen: um:7.3 migrate_device_ranges.range_in_one_table.whole_table

@@
identifier unmapped;
expression vma;
identifier start, end;
@@
migrate_vma_collect_pmd(...)
{
<...
if (unmapped)
-	flush_tlb_range(vma, start, end);
+	flush_tlb_range(vma, start, start + PAGE_SIZE);
...>
}
