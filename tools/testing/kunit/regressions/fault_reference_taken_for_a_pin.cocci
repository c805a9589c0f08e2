// SPDX-License-Identifier: GPL-2.0
// what: unmap takes the reference of the fault for a pin
// symptom: the page that faulted is mapped again, and the fault repeats
// reverts: 16ce101db85d
// since: 6.1
// unseen: unmap makes room for one reference too many on a device page (finds/stray-device-reference.rst)
// file: mm/migrate_device.c

@@
expression page, fault_page;
@@
migrate_vma_check_page(...)
{
<...
- 1 + (page == fault_page)
+ 1
...>
}
