# SPDX-License-Identifier: GPL-2.0
"""The page that mdkunit report writes."""

import contextlib
import io
import json
import tempfile
import unittest
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Optional
from unittest import mock

from mdkunit_pkg import cli, errors, webpage
from mdkunit_pkg.errors import Mend
from mdkunit_pkg.mutation import score
from mdkunit_pkg.page import finds, heat, inputs
from mdkunit_pkg.tree import Tree

SOURCE = "int f(int a)\n{\n\tif (a < 1 && b)\n\t\ta++;\n\treturn a;\n}\n"
VOID = {"meta"}


def mutant(name: str, line: int, result: str) -> dict[str, Any]:
    return {"schema": "s", "suite": "t", "platform": "um", "kernel": "7.3.4", "id": f"f: negate: {name}",
            "path": "mm/migrate_device.c", "function": "f", "line": line, "operator": "negate", "result": result,
            "by": "toy.first" if result == "assertion" else ""}


MUTANTS = score.document(score.score([mutant("a < 1 => <b>", 3, "survived"), mutant("b => 1", 3, "assertion"),
                                      mutant("a++ => ;", 4, "unreached"), mutant("a => 0", 5, "complaint")], {}))
RUN = {"platforms": [{"platform": "um", "kernel": "7.3.4", "config": ["mm/tests/.kunitconfig", "kunitconfig/um",
                                                                       "kunitconfig/devmem", "kunitconfig/kasan"],
                      "totals": {"passed": 1, "failed": 1, "skipped": 1}, "seconds": {"run": 2.9},
                      "cases": [{"suite": "toy", "case": name, "status": status, "reason": why} for name, status, why in
                                (("first", "PASS", ""), ("second", "FAIL", "got <1>"), ("third", "SKIP", "no"))]}]}
REGRESSIONS = {"results": [{"name": "lost_bit", "cell": ["6.12", "um"], "verdict": "caught", "cases": ["toy.first"],
                            "reason": ""}, {"name": "barrier", "cell": ["6.12", "um"], "verdict": "unseen", "cases": [],
                                            "reason": "no-op"}]}
COVERAGE = {"platforms": [{"platform": "um", "kernel": "7.3.4", "files": [
    {"path": "mm/migrate_device.c", "lines": {"hit": 3, "of": 4}, "branches": {"hit": 1, "of": 2}}]}]}

CALM = {"platforms": [dict(RUN["platforms"][0], boots=[
    {"machine": "1 processor", "seconds": 1.0, "failed": 0}, {"machine": "2 processors, load", "seconds": 3.0, "failed": 2},
    {"machine": "1 processor", "seconds": 1.5, "failed": 0}])]}
SIDE = {"compiled": 193, "killed": 88, "assertion": 40, "score": 45.6, "seconds_per_mutant": 8.16}
PEER = {"kernel": "7.3.4", "platform": "x86_64", "mutants": [], "both": ["a"], "only_mdkunit": ["b", "c"],
        "only_hmm_tests": [], "neither": [], "sides": {"hmm-tests": SIDE, "mdkunit": dict(SIDE, killed=180)}}


class Outline(HTMLParser):
    """Checks that elements nest, and gathers what the page would load."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.loads: list[str] = []
        self.ids: set[str] = set()
        self.targets: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, Optional[str]]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attrs:
            if name == "src" or (name == "href" and not str(value).startswith("#")):
                self.loads.append(str(value))
            elif name == "href":
                self.targets.add(str(value)[1:])
            elif name == "id":
                self.ids.add(str(value))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            raise AssertionError(f"</{tag}> closes nothing")


class PageTest(unittest.TestCase):
    def setUp(self) -> None:
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.top = Path(holder.name)
        (self.top / "mm").mkdir()
        (self.top / "mm/migrate_device.c").write_text(SOURCE)
        self.tree = Tree(self.top, "7.3.4", "linux 7.3.4", False)

    def file(self, document: Any) -> str:
        path = self.top / f"{len(list(self.top.iterdir()))}.json"
        path.write_text(document if isinstance(document, str) else json.dumps(document))
        return str(path)

    def report(self, *documents: Any) -> tuple[int, str]:
        said = io.StringIO()
        files = [self.file(one) for one in documents]
        with mock.patch("mdkunit_pkg.fetch.tree_of", return_value=self.tree), contextlib.redirect_stderr(said), \
                contextlib.redirect_stdout(io.StringIO()):
            code = cli.main(["report", *files, "--html", str(self.top / "page.html")])
        return code, said.getvalue()

    def page(self, *documents: Any) -> str:
        self.assertEqual(self.report(*documents)[0], errors.PASSED)
        return (self.top / "page.html").read_text("utf-8")

    def test_page_is_whole_and_loads_nothing(self) -> None:
        page = self.page(MUTANTS, RUN, REGRESSIONS, COVERAGE, CALM, PEER)
        outline = Outline(page)
        self.assertEqual((outline.open, outline.loads), ([], []))
        self.assertEqual(outline.targets, {"cells", "regressions", "mutants", "peer", "calm", "coverage", "finds",
                                           "source"})
        self.assertLessEqual(outline.targets, outline.ids)
        for text in ("url(", "@import", "<script"):
            self.assertNotIn(text, page)

    def test_what_it_says(self) -> None:
        page = self.page(MUTANTS, RUN, REGRESSIONS, COVERAGE)
        for text in ("2 of 4 mutants killed (50.0 %)", "7.3 um kasan", "failed: got &lt;1&gt;", "1 of 1</b>",
                     "<li>toy.first</li>", "negate: a &lt; 1 =&gt; &lt;b&gt;", "3 of 4 ", 'title="no-op"'):
            self.assertIn(text, page)

    def test_boots_that_were_repeated_are_no_cell(self) -> None:
        page = self.page(RUN, CALM)
        self.assertEqual(page.count("boot and run"), 1)
        for text in ("On 2 kinds of machine", "<td>3</td><td>1</td><td>1.5 s</td><td>3.0 s</td>",
                     "<td>2</td><td>0</td><td>1.2 s</td><td>1.5 s</td>", "2 processors, load"):
            self.assertIn(text, page)

    def test_beside_hmm_tests(self) -> None:
        page = self.page(PEER)
        for text in ("<td>88 (45.6 %)</td><td>40</td><td>8.2</td>", "<td>180 (45.6 %)</td>",
                     "both: 1, only the suite: 2, only hmm-tests: 0, neither: 0"):
            self.assertIn(text, page)

    def test_what_is_the_same_code_has_its_column(self) -> None:
        twins = [dict(mutant(name, 3, "assertion"), code="d", same="") for name in ("b => 1", "b => 2")]
        document = score.document(score.score(twins, {}))
        page = self.page(document)
        self.assertIn("1 of 1 mutants killed (100.0 %)", page)
        self.assertIn("0 equivalent, 1 the code of another", page)
        # As results of before it was counted have it.
        for tally in (document["total"], *document["functions"].values()):
            del tally["duplicate"]
        self.assertIn("0 equivalent, 0 the code of another", self.page(document))

    def test_without_mutants_no_source_is_wanted(self) -> None:
        with mock.patch("mdkunit_pkg.webpage.sources", wraps=webpage.sources) as asked:
            page = self.page(RUN)
        self.assertEqual(asked.call_count, 1)
        self.assertNotIn('id="source"', page)

    def test_source_of_another_kernel_is_refused(self) -> None:
        self.tree = Tree(self.top, "7.3.5", "linux 7.3.5", False)
        code, said = self.report(MUTANTS)
        self.assertEqual(code, errors.USAGE)
        self.assertIn("mutants are of linux 7.3.4, the source is 7.3.5", said)
        self.assertFalse((self.top / "page.html").exists())

    def test_other_files_are_refused(self) -> None:
        for document in ("{", [], {"mutants": [{"line": "3"}]}, {"results": [{"cell": 3}]}, {"platforms": [{}]},
                         {"sides": {"mdkunit": {}}}):
            code, said = self.report(document)
            self.assertEqual((code, said.count("\n")), (errors.USAGE, 1), said)
            self.assertIn("is none of what mdkunit", said)
        with self.assertRaisesRegex(Mend, "cannot read"):
            inputs.read([self.top / "none.json"])

    def test_colour_of_a_line(self) -> None:
        def step(*results: str) -> str:
            return heat.step([mutant("a", 1, result) for result in results])

        self.assertEqual([step("assertion"), step(*["timeout"] * 9, "survived"), step("survived", "complaint"),
                          step("survived"), step("unreached", "survived"), step("unreached")],
                         ["h0", "h1", "h2", "h4", "h4", "hu"])

    def test_title_of_a_find(self) -> None:
        self.assertEqual(finds.title(".. SPDX\n\n=====\nA bug\n=====\n\ntext\n"), "A bug")


if __name__ == "__main__":
    unittest.main()
