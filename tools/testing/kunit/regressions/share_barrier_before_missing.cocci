// SPDX-License-Identifier: GPL-2.0
// what: nothing orders the clear of the PTE and the look at the pins
// symptom: GUP-fast pins a page that becomes shared
// reverts: 088b8aa537c2
// since: 6.1
// visible: x86_64
// file: include/linux/rmap.h

@@
@@
- smp_mb();
