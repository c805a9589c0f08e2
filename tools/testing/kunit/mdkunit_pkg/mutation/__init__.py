# SPDX-License-Identifier: GPL-2.0
"""The mutation campaign: what mdkunit mutants is made of."""
