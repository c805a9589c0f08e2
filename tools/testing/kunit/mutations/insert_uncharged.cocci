// SPDX-License-Identifier: GPL-2.0
// what: go on without a charge
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
expression f, m, g;
@@
migrate_vma_insert_page(...)
{
	<...
-	if (mem_cgroup_charge(f, m, g))
-		goto abort;
+	mem_cgroup_charge(f, m, g);
	...>
}
