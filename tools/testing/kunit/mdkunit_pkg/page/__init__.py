# SPDX-License-Identifier: GPL-2.0
"""The parts of the page that mdkunit report writes."""
