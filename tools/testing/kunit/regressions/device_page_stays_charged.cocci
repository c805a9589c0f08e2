// SPDX-License-Identifier: GPL-2.0
// what: a device page that is freed stays charged to its cgroup
// symptom: the cgroup can never be freed
// reverts: 9a137153fc87
// since: 6.1
// visible: um, x86_64
// config: devmem, memcg
// file: mm/memremap.c

@@
@@
- mem_cgroup_uncharge(...);
