/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Included in place of a header of trace events where a source would define
 * them: the kernel's own object has done so. A unit names this as
 * TRACE_INCLUDE_FILE before its source is included.
 */
