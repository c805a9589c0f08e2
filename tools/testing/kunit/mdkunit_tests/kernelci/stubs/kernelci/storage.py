# SPDX-License-Identifier: GPL-2.0
"""Imported by every job, called by none that has no storage."""
