# SPDX-License-Identifier: GPL-2.0
"""Mutants of small C samples: which there are, and that one program with
all of them does for each number what the source with that change does."""

import json
import shutil
import subprocess
import sys
import tempfile
import types
import unittest
from pathlib import Path

from mdkunit_pkg.errors import Mend
from mdkunit_pkg.mutation import libclang, operators, workshop
from mdkunit_pkg.mutation.schema import Edit, Mutant, crossing, diff, numbered, plain, render

HAVE_PARSER = libclang.available()
WITHOUT_PARSER = f"clang's bindings are missing (apt-get install {libclang.PACKAGE})"

PROGRAM = """
#define bool _Bool
int printf(const char *, ...);
int atoi(const char *);
#define min(a, b) ({ __typeof__(a) one = (a); __typeof__(b) two = (b); one < two ? one : two; })
#define WARN_ON(x) ({ bool warn = (x); warn; })
#define EINVAL 22
#define EBUSY 16
static int steps;
static void folio_get(int *count) { (*count)++; }
static void folio_put(int *count) { (*count)--; }

static int work(int n, unsigned long flags, int *count)
{
	int src[4] = { 0, 1, 2, 3 }, dst[4] = { 9, 8, 7, 6 };
	int sum = 0, i;

	if (n < 0 || !flags)
		return -EINVAL;
	for (i = 0; i < n && i < 4; i++) {
		if (src[i] == 2)
			continue;
		if (steps++ > 50)
			goto out;
		sum += min(src[i], dst[i]);
		folio_get(count);
	}
	WARN_ON(sum > 100);
	switch (n) {
	case 3:
		folio_put(count);
		break;
	default:
		sum = n & 1 ? sum : -sum;
	}
out:
	return sum;
}
"""
MAIN = """
int main(int argc, char **argv)
{
	int count = 0, n;
%s
	for (n = -1; n < 5; n++) {
		printf("%%d ", work(n, n != 1, &count));
		printf("%%d ", count);
	}
	return 0;
}
"""
HEADER = """
static unsigned int mm_kunit_mutant;
#define mm_kunit_is_mutant(n) (mm_kunit_mutant == (n))
"""


class SampleTest(unittest.TestCase):
    def setUp(self) -> None:
        holder = tempfile.TemporaryDirectory(prefix="mdkunit-test-")
        self.addCleanup(holder.cleanup)
        self.top = Path(holder.name)

    def made(self, text: str, functions=("*",)) -> list[Mutant]:
        source = self.top / "a.c"
        source.write_text(text)
        unit = libclang.Unit(str(source), "gcc -nostdinc", str(source))
        self.assertEqual(unit.errors(), [])
        return numbered(operators.mutants(unit, "a.c", functions), {"a.c": text})

    def changes(self, text: str) -> set[str]:
        return {f"{one.operator}: {one.change}" for one in self.made(text)}

    def compiled(self, text: str, name: str) -> Path:
        source, program = self.top / f"{name}.c", self.top / name
        source.write_text(text)
        done = subprocess.run(["gcc", "-w", "-o", str(program), str(source)], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        return program

    @staticmethod
    def output(program: Path, *words: str) -> str:
        return subprocess.run([str(program), *words], capture_output=True, text=True, timeout=10).stdout


@unittest.skipUnless(HAVE_PARSER, WITHOUT_PARSER)
@unittest.skipUnless(shutil.which("gcc"), "gcc is missing")
class ProgramTest(SampleTest):
    def test_every_number_does_what_its_change_does(self) -> None:
        mutants = self.made(PROGRAM, ["work"])
        self.assertGreater(len(mutants), 60)
        (self.top / "mutant.h").write_text(HEADER)
        schema = render(PROGRAM, mutants, "mutant.h").text
        program = self.compiled(schema + MAIN % "\tmm_kunit_mutant = atoi(argv[1]);", "schema")
        original = self.compiled(PROGRAM + MAIN % "", "original")
        self.assertEqual(self.output(program, "0"), self.output(original))
        differing = 0
        for mutant in mutants[::6]:
            with self.subTest(mutant=mutant.id):
                alone = self.compiled(plain(PROGRAM, mutant) + MAIN % "", "alone")
                self.assertEqual(self.output(program, str(mutant.number)), self.output(alone))
                differing += self.output(alone) != self.output(original)
        self.assertGreater(differing, 8)


@unittest.skipUnless(HAVE_PARSER, WITHOUT_PARSER)
class OperatorTest(SampleTest):
    def test_condition(self) -> None:
        found = self.changes("int f(int a, int b) { if (a && !b) return 1; return 0; }")
        for change in ("negate: a && !b => !(a && !b)", "force-true: a && !b => 1", "force-false: a && !b => 0",
                       "drop-operand: a && !b => a", "drop-operand: a && !b => !b", "negate: !b => b"):
            self.assertIn(change, found)

    def test_loops_are_never_forced_to_go_on(self) -> None:
        found = self.changes("void f(int n) { int i; for (i = 0; i < n; i++) ; while (n > 2) n--; }")
        self.assertFalse([one for one in found if one.startswith("force-true")])
        self.assertIn("force-false: n > 2 => 0", found)
        self.assertIn("replace-operator: i < n => i <= n", found)

    def test_statements(self) -> None:
        found = self.changes("void g(int); void f(int n) { g(1); g(n); while (n) { if (n == 3) continue; goto out; } "
                             "out: n = 2; }")
        for change in ("delete-statement: g(1); => nothing", "swap-statements: g(1);g(n); => g(n);g(1);",
                       "delete-jump: goto out; => nothing", "delete-jump: continue; => nothing",
                       "replace-jump: continue; => break;", "delete-statement: n = 2; => nothing"):
            self.assertIn(change, found)

    def test_calls_and_names(self) -> None:
        found = self.changes("void folio_put(int *f); void copy(int *a, int *b);\n"
                             "void f(int *src, int *dst) { folio_put(src); copy(dst, src); }")
        for change in ("replace-call: folio_put(src) => folio_get(src)", "replace-name: src => dst",
                       "swap-arguments: copy(dst, src) => copy(src, dst)"):
            self.assertIn(change, found)

    def test_flags(self) -> None:
        found = self.changes("enum { MIGRATE_PFN_VALID = 1, MIGRATE_PFN_MIGRATE = 2 };\n"
                             "void f(long *x) { *x |= MIGRATE_PFN_MIGRATE; *x = MIGRATE_PFN_VALID | MIGRATE_PFN_MIGRATE; }")
        for change in ("replace-operator: *x |= MIGRATE_PFN_MIGRATE => *x = MIGRATE_PFN_MIGRATE",
                       "replace-constant: MIGRATE_PFN_VALID => MIGRATE_PFN_MIGRATE",
                       "drop-operand: MIGRATE_PFN_VALID | MIGRATE_PFN_MIGRATE => MIGRATE_PFN_VALID"):
            self.assertIn(change, found)

    def test_return(self) -> None:
        found = self.changes("int f(int a) { if (a) return 0; return a; }")
        self.assertIn("return-value: return 0; => return -EINVAL;", found)
        self.assertIn("return-value: return a; => return 0;", found)

    def test_inside_of_a_macro_is_left_alone(self) -> None:
        found = self.changes("#define IS_EVEN(x) (((x) & 1) == 0)\nint f(int a) { return IS_EVEN(a); }")
        self.assertFalse([one for one in found if "& 1" in one or "==" in one])

    def test_checks_are_left_alone(self) -> None:
        self.assertEqual(self.changes("#define VM_BUG_ON(x) ((void)(x))\nvoid f(int a) { VM_BUG_ON(a > 1); }"), set())

    def test_names_last_when_lines_move(self) -> None:
        text = "void g(int); void f(void) { g(1); g(1); }"
        ids = [one.id for one in self.made(text)]
        self.assertEqual(ids, [one.id for one in self.made("\n\n" + text)])
        self.assertIn("f: delete-statement: g(1); => nothing", ids)

    def test_what_makes_the_same_source_is_there_once(self) -> None:
        made = self.made("void f(int *a) { int i; for (i = 0; i < 3; i++) a[i] = 0; }")
        texts = [plain((self.top / "a.c").read_text(), one) for one in made]
        self.assertEqual(len(texts), len(set(texts)))


class SchemaTest(unittest.TestCase):
    SOURCE = "void f(void)\n{\n\tg(a);\n\th(b);\n}\n"

    def mutant(self, *edits: Edit, number: int = 1) -> Mutant:
        return Mutant("a.c", "f", 3, "test", "x => y", list(edits), number)

    def span(self, text: str) -> tuple[int, int]:
        return self.SOURCE.index(text), self.SOURCE.index(text) + len(text)

    def test_places_nest(self) -> None:
        inner = self.mutant(Edit("expr", *self.span("a"), "b"), number=1)
        outer = self.mutant(Edit("stmt", *self.span("g(a);"), ""), number=2)
        text = render(self.SOURCE, [inner, outer], "m.h").text
        self.assertIn("{ if (mm_kunit_is_mutant(2)) { ; } else g((mm_kunit_is_mutant(1) ? (b) : (a))); }", text)

    def test_swap(self) -> None:
        swap = self.mutant(Edit("before", *self.span("g(a);"), "h(b);"), Edit("stmt", *self.span("h(b);"), ""))
        self.assertEqual(plain(self.SOURCE, swap), "void f(void)\n{\n\th(b); g(a);\n\t\n}\n")
        self.assertIn("{ if (mm_kunit_is_mutant(1)) { h(b); } g(a); }", render(self.SOURCE, [swap], "m.h").text)

    def test_error_is_traced_to_its_mutant(self) -> None:
        rendered = render(self.SOURCE, [self.mutant(Edit("expr", *self.span("a"), "zzz"), number=7)], "m.h")
        lines = rendered.text.split("\n")
        line = next(number for number, one in enumerate(lines, 1) if "zzz" in one)
        column = lines[line - 1].index("zzz") + 1
        self.assertEqual((rendered.at(line, column), rendered.at(line, 1)), (7, 0))

    def test_diff_names_the_file(self) -> None:
        text = diff(self.SOURCE, self.mutant(Edit("stmt", *self.span("g(a);"), "")))
        self.assertTrue(text.startswith("--- a/a.c\n+++ b/a.c\n"), text)
        self.assertIn("\n-\tg(a);\n", text)

    def test_overlap_is_told(self) -> None:
        one, two, three = Edit("expr", 1, 5, ""), Edit("expr", 3, 8, ""), Edit("expr", 5, 6, "")
        self.assertEqual(list(crossing([one, two])), [(one, two)])
        self.assertEqual(list(crossing([one, three])), [])


class WorkshopTest(unittest.TestCase):
    def test_search_finds_all_that_fail(self) -> None:
        calls: list[list[int]] = []

        def fails(some: list[int]) -> bool:
            calls.append(some)
            return bool({3, 77} & set(some))

        self.assertEqual(workshop._search(list(range(1, 101)), fails), [3, 77])
        self.assertLess(len(calls), 40)

    def test_targets(self) -> None:
        self.assertEqual([one.path for one in workshop.choose([])], ["mm/migrate_device.c"])
        self.assertEqual(workshop.choose(["mm/rmap.c"], ["try_*"])[0].functions, ["try_*"])
        self.assertEqual(workshop.choose(["include/linux/rmap.h"])[0].include, "../../lib/mm_kunit/mutant.h")
        with self.assertRaisesRegex(Mend, "mm/nothing.c is not known"):
            workshop.choose(["mm/nothing.c"])

    def test_sources_are_named_as_the_compiler_finds_them(self) -> None:
        """A header is known by the path that it is included by."""
        with tempfile.TemporaryDirectory() as name:
            top = Path(name)
            for path in ("tree/include/linux/rmap.h", "obj/mm/.rmap.o.cmd"):
                (top / path).parent.mkdir(parents=True)
                (top / path).write_text("savedcmd_mm/rmap.o := gcc -c -o mm/rmap.o rmap.c\n")
            build = types.SimpleNamespace(home=top, obj=top / "obj", view=types.SimpleNamespace(path=top / "src"),
                                          tree=types.SimpleNamespace(path=top / "tree", version="7.3"),
                                          recipe=types.SimpleNamespace(patches=[]),
                                          source=lambda path: top / "tree" / path)
            shop = workshop.Workshop(build, workshop.choose(["include/linux/rmap.h"]), 1)
            target = shop._order()["targets"][0]
        self.assertEqual((target["source"], target["unit"]),
                         (str(top / "src/include/linux/rmap.h"), str(top / "src/mm/rmap.c")))

    def test_only_what_a_parser_needs_is_kept_of_a_command(self) -> None:
        kept = libclang.arguments("gcc -Wp,-MMD,x.d -nostdinc -I./include -include a.h -O2 -DX='\"y z\"' -c -o a.o a.c")
        self.assertEqual(kept[:-2], ["-nostdinc", "-I./include", "-include", "a.h", '-DX="y z"'])


KUNIT_KERNEL = """
import subprocess
class LinuxSourceTree:
    def __init__(self, build_dir, kunitconfig_paths, qemu_config_path=None, arch=None):
        self.words = ["qemu", "-kernel"] if qemu_config_path else []
    def run_kernel(self, args=None, build_dir=""):
        print("Running tests with:")
        subprocess.Popen(self.words + [build_dir + "/linux"] + args + ["mem=1G"])
        yield "never"
"""


class LaunchTest(unittest.TestCase):
    def test_command_is_the_one_that_kunit_py_would_start(self) -> None:
        with tempfile.TemporaryDirectory() as top:
            path = Path(top, "tools/testing/kunit/kunit_kernel.py")
            path.parent.mkdir(parents=True)
            path.write_text(KUNIT_KERNEL)
            command = [sys.executable, "-B", "-m", "mdkunit_pkg.mutation.launch", top, "/obj"]
            for qemu, words in (("", []), ("x.py", ["qemu", "-kernel"])):
                done = subprocess.run([*command, qemu, "a=1", "b=2"], cwd=Path(__file__).parents[1],
                                      capture_output=True, text=True)
                self.assertEqual(json.loads(done.stdout), [*words, "/obj/linux", "a=1", "b=2", "mem=1G"], done.stderr)


if __name__ == "__main__":
    unittest.main()
