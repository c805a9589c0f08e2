// SPDX-License-Identifier: GPL-2.0
// what: an exclusive page is given up without a barrier before the question for pins
// since: 6.1
// visible: x86_64
// file: include/linux/rmap.h

@@
identifier share =~ "try_share_anon_rmap$";
@@
share(...)
{
<...
- smp_mb();
+ ;
...>
}
