# SPDX-License-Identifier: GPL-2.0
"""The suite for one kernel: what is left of conditions, wrappers and rows."""

import fnmatch
import re
import tempfile
import unittest
from pathlib import Path
from typing import Optional

from mdkunit_pkg import overlay_files, run
from mdkunit_pkg.errors import Mend
from mdkunit_pkg.upstream import compose, conditions, edits, inline, layout, letter, makefiles, page, plan, resolve, rows

from .fakes import write

KNOWN = {"YES": True, "NO": False, "1": True, "0": False}
# As much of a kernel as the suite's conditions ask for.
HEADERS = {
    "include/linux/leafops.h": "", "include/linux/mm_types.h": "#define EMPTY_VMA_FLAGS ((vma_flags_t){ })\n",
    "include/linux/migrate.h": "#define MIGRATE_PFN_COMPOUND 1\n", "include/kunit/test.h": "#define KUNIT_CASE_SLOW(x)\n",
}


def nothing(_name: str) -> Optional[bool]:
    return None


class ConditionsTest(unittest.TestCase):
    def test_what_is_known_goes_and_the_rest_stays(self) -> None:
        for text, value in (("YES", True), ("!YES || NO", False), ("(YES && IS_ENABLED(CONFIG_A))", "IS_ENABLED(CONFIG_A)"),
                            ("row && !YES", False), ("A || NO && B", "A"), ("!A", "!A"), ("(A || B) && YES", "(A || B)")):
            self.assertEqual(conditions.evaluate(text, KNOWN.get), value, text)

    def resolved(self, text: str) -> str:
        return conditions.resolved(text, KNOWN.get, nothing)

    def test_branches(self) -> None:
        self.assertEqual(self.resolved("#if NO\na\n#elif YES\nb\n#else\nc\n#endif\nd\n"), "b\nd\n")
        self.assertEqual(self.resolved("#if NO\na\n#endif\n"), "")
        self.assertEqual(self.resolved("#if NO\n#if A\na\n#endif\n#else\nb\n#endif\n"), "b\n")

    def test_what_only_a_build_knows_is_not_touched(self) -> None:
        for text in ("#ifdef CONFIG_A\na\n#else\nb\n#endif\n", "#if A\n#define X \\\n\ty\n#elif B\n#endif\n"):
            self.assertEqual(self.resolved(text), text)
        self.assertEqual(self.resolved("#if YES && \\\n    A\na\n#endif\n"), "#if A\na\n#endif\n")

    def test_half_known_is_refused(self) -> None:
        with self.assertRaisesRegex(Mend, "known in part"):
            self.resolved("#if NO\na\n#elif A\nb\n#endif\n")


class InlineTest(unittest.TestCase):
    def test_another_name_keeps_lines_and_their_alignment(self) -> None:
        macro = inline.Macro("mm_kunit_flags", ["a", "b"], "flags(a, b)")
        self.assertEqual(inline.expanded("\tmm_kunit_flags(x(1),\n\t\t       y);\n", [macro]), "\tflags(x(1),\n\t      y);\n")

    def test_arguments_are_put_in_place(self) -> None:
        macro = inline.Macro("mm_kunit_set", ["mm", "flag"], "set(flag, &(mm)->flags)")
        self.assertEqual(inline.expanded("mm_kunit_set(s->mm, f(1, 2));", [macro]), "set(f(1, 2), &s->mm->flags);")

    def test_comments_and_strings_are_left(self) -> None:
        macro = inline.Macro("mm_kunit_t", None, "t")
        self.assertEqual(inline.expanded('mm_kunit_t a; /* mm_kunit_t */ "mm_kunit_t"', [macro]),
                         't a; /* mm_kunit_t */ "mm_kunit_t"')


class RowsTest(unittest.TestCase):
    TABLE = ('static const struct row rows[] = {\n\t{ "old", .when = { .until = KERNEL(6, 9) } },\n'
             '\t{ "new",\n\t  .when = { .since = KERNEL(6, 15) },\n\t  .to = HERE },\n'
             '\t{ "both", .when = { .since = KERNEL(6, 15), .needs = THP } },\n'
             '\t{ "secret", .when = { .known_issue = &secret } },\n\t{ "next", { .until = KERNEL(8, 0) } },\n};\n')

    def test_rows_of_other_kernels_and_of_issues_go(self) -> None:
        text = rows.without_bounds(rows.without_rows(self.TABLE, (7, 3), ["secret"]), [])
        self.assertEqual(text, 'static const struct row rows[] = {\n\t{ "new",\n\t  .to = HERE },\n'
                               '\t{ "both", .when = { .needs = THP } },\n\t{ "next", {} },\n};\n')

    def test_a_macro_that_says_nothing_any_more_goes(self) -> None:
        text = "#define SINCE_X\t.since = KERNEL(6, 19)\n\n\t{ SINCE_X, .needs = A }, { SINCE_X },\n"
        self.assertEqual(rows.without_bounds(text, []), "\t{ .needs = A }, {},\n")

    def test_issues_that_are_fixed_are_known_by_their_release(self) -> None:
        text = ("/* Why. */\nconst struct mm_kunit_known_issue a = {\n\t.until = KERNEL(6, 9),\n};\n\n"
                "const struct mm_kunit_known_issue b = {\n\t.since = KERNEL(6, 9),\n};\n")
        self.assertEqual(rows.gone(text, (7, 3)), ["a"])
        self.assertEqual(rows.without_issues(text, ["a"]), text[text.index("const struct mm_kunit_known_issue b"):])


class LayoutTest(unittest.TestCase):
    def test_a_message_that_is_too_long_gets_a_line(self) -> None:
        message = f'"{"x" * 90}");'
        self.assertEqual(layout.strict(f"\tsay(test, {message}\n"), f"\tsay(test,\n\t    {message}\n")
        self.assertEqual(layout.strict('\tsay("short");\n'), '\tsay("short");\n')

    def test_shared_lists_of_cases_are_written_out(self) -> None:
        text = layout.strict("#define A_CASES \\\n\tX(a), \\\n\tX(b)\n\nt one[] = { A_CASES, {} };\nt two[] = {\n\tA_CASES,\n\tX(c),\n};\n")
        self.assertEqual(text, "t one[] = {\n\tX(a),\n\tX(b),\n\t{}\n};\nt two[] = {\n\tX(a),\n\tX(b),\n\tX(c),\n};\n")

    def test_lists_of_a_header_are_written_out_where_they_are_used(self) -> None:
        header = "#define W 1\n\n/* Some. */\n#define A_CASES \\\n\tX(a), \\\n\tX(b)\n\n#endif\n"
        shared = layout.lists(header)
        self.assertEqual(layout.strict(header, shared), "#define W 1\n\n#endif\n")
        self.assertEqual(layout.strict("t one[] = { A_CASES };\n", shared), "t one[] = {\n\tX(a),\n\tX(b)\n};\n")

    def test_a_choice_that_is_too_long_gets_a_line(self) -> None:
        condition = "IS_ENABLED(CONFIG_" + "X" * 80 + ")"
        self.assertEqual(layout.strict(f"\t.a = {condition} ? &b : NULL,\n"), f"\t.a = {condition} ?\n\t     &b : NULL,\n")


class MakefilesTest(unittest.TestCase):
    TEXT = ("# SPDX\nccflags-y += -x\n\nobj-$(A) += a.o \\\n\tb.o\n\nifdef B\nobj-$(A) += c.o\nendif\n\n"
            "# CONFIG_MM_KUNIT_COVERAGE: x\nCFLAGS_a.o += y\n\nunits := d.o\n\ntargets += $(units)\n")

    def made(self, *names: str) -> str:
        return makefiles.makefile(self.TEXT, lambda name: name in names)

    def test_objects_come_with_their_source(self) -> None:
        self.assertEqual(self.made("b"), "# SPDX\nccflags-y += -x\n\nobj-$(A) += b.o\n")
        self.assertIn("ifdef B\nobj-$(A) += c.o\nendif\n", self.made("a", "c"))
        self.assertIn("units := d.o\n\ntargets += $(units)\n", self.made("d"))

    def test_kconfig_blocks_come_with_their_comment(self) -> None:
        text = "# SPDX\nconfig A\n\tbool\n\n# About b,\n# at length.\nconfig B\n\tbool\n"
        self.assertEqual(makefiles.kconfig(text, ["A"]), "# SPDX\nconfig A\n\tbool\n")
        self.assertEqual(makefiles.kconfig(text, ["B"]), "# SPDX\n# About b,\n# at length.\nconfig B\n\tbool\n")


class ProjectTest(unittest.TestCase):
    """What the rules make of the suite itself."""

    @classmethod
    def setUpClass(cls) -> None:
        cls.holder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.holder.cleanup)
        kdir = Path(cls.holder.name)
        write(kdir, HEADERS)
        cls.root = run.project_root()
        own = {path: text.decode() for path, text in overlay_files.own_files(cls.root).items()
               if path.startswith(("mm/tests/", "lib/mm_kunit/"))}
        cls.texts = resolve.resolved(own, kdir, (7, 3))
        cls.planned = {path: plan.patch_of(path) for path in cls.texts}

    def code(self) -> dict[str, str]:
        return {path: text for path, text in self.texts.items() if self.planned[path] >= 0}

    def test_nothing_speaks_of_other_kernels_or_of_the_project(self) -> None:
        for path, text in self.code().items():
            for word in (r"\bKERNEL\(", "MM_KUNIT_SINCE", "MM_KUNIT_HAS_", r"(?<!linux/)compat\.h", "mdkunit", "LINUX_VERSION",
                         r"\.since\b", r"\.until\b", r"SINCE_[A-Z]", "row_skip"):
                self.assertNotRegex(text, word, path)

    def test_nothing_shows_what_is_not_reported_yet(self) -> None:
        for path, text in self.code().items():
            for name in edits.UNREPORTED:
                self.assertNotRegex(text, rf"\b{name}\b(?! *\()", path)

    def test_unreported_is_what_the_readme_marks(self) -> None:
        readme = (self.root / "README.md").read_text("utf-8")
        marked = re.findall(r"^\| \[([\w-]+)\]\(.*report it before you publish", readme, re.M)
        self.assertEqual(sorted(edits.UNREPORTED), sorted(name.replace("-", "_") for name in marked))

    def test_every_file_has_a_patch(self) -> None:
        self.assertEqual(plan.unplanned(self.texts), [])

    def test_no_patch_includes_what_comes_later(self) -> None:
        for path, text in self.code().items():
            for name in re.findall(r'^#include "(.*?)"', text, re.M):
                for where in (str(Path(path).parent / name), f"lib/{name}"):
                    if where in self.planned:
                        self.assertGreaterEqual(self.planned[path], self.planned[where], f"{path} includes {where}")

    def test_the_letter_and_the_page_name_each_issue(self) -> None:
        count = self.texts[resolve.ISSUES].count("const struct mm_kunit_known_issue")
        self.assertGreater(count, 10)
        text = page.page(self.root, self.texts[resolve.ISSUES])
        self.assertEqual(len(re.findall(r"^- \w+: \w.*\w", text, re.M)), count)
        self.assertEqual(letter.blurb(self.texts, "linux").count("\n - a") > 3, True)
        self.assertEqual(len(re.findall(r"^ - .*", letter.blurb(self.texts, "x").split("What it found")[1], re.M)), count)

    def test_rows_are_left_nearly_all(self) -> None:
        own = sum(path.read_text("utf-8").count(".given = {") for path in (self.root / "mm/tests").glob("*.c"))
        left = sum(text.count(".given = {") for text in self.texts.values())
        self.assertGreater(left, own * 0.95)

    def test_maintainers_covers_every_file(self) -> None:
        for path in self.code():
            self.assertTrue(any(fnmatch.fnmatch(path, pattern + "*" * pattern.endswith("/"))
                                for pattern in compose._PATTERNS), path)


if __name__ == "__main__":
    unittest.main()
