# SPDX-License-Identifier: GPL-2.0
"""The result of a suite: the worst that its cases have."""


def evaluate_test_suite_result(child_nodes):
    results = [child["node"]["result"] for child in child_nodes]
    return next((result for result in ("fail", "pass", "skip") if result in results), None)
