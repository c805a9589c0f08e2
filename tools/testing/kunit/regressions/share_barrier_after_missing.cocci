// SPDX-License-Identifier: GPL-2.0
// what: nothing orders the clear of PageAnonExclusive and the PTE that comes back
// symptom: GUP-fast pins a page that KSM has made shared
// reverts: 088b8aa537c2
// since: 6.1
// visible: x86_64
// file: include/linux/rmap.h

@@
@@
- smp_mb__after_atomic();
