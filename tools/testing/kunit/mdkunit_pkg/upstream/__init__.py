# SPDX-License-Identifier: GPL-2.0
"""The suite as patches for mm: what mdkunit series is made of."""
