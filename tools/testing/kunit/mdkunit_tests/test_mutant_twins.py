# SPDX-License-Identifier: GPL-2.0
"""Which mutants are the same code: what of assembly is compared, what gcc
makes of small samples, and what that does to the figures."""

import json
import shutil
import tempfile
import types
import unittest
from pathlib import Path

from mdkunit_pkg.mutation import assembly, codes, copies, libclang, operators, twins
from mdkunit_pkg.mutation.schema import Edit, Mutant, numbered
from mdkunit_pkg.mutation.workshop import Schema

HAVE_PARSER = libclang.available() and shutil.which("gcc")

COPY = """
	.section	.rodata.str1.1,"aMS",@progbits,1
.LC{string}:
	.string	"{text}"
	.text
	.type	f__m{number}, @function
f__m{number}:
.LFB{number}:
	.cfi_startproc
	.loc 1 {number}
	movq	$.LC{string}, %rdi
	cmpb	$0, {data}(%rip)
	je	.L{label}
#APP
# {number} "a.c" 1
	{numeric}: ud2
	.pushsection __bug_table
	.long {numeric}b - .
	.popsection
#NO_APP
.L{label}:
	call	{call}
	ret
	.size	f__m{number}, .-f__m{number}
	.type	{data}, @object
	.size	{data}, 4
	.data
{data}:
	.long	{value}
"""


def copy(number: int, **other) -> str:
    values = {"string": number, "text": "hello", "label": 10 + number, "numeric": 700 + number,
              "data": f"warned.{number}", "value": 5, "call": "g"}
    return COPY.format(number=f"{number:05}", **{**values, **other})


class AssemblyTest(unittest.TestCase):
    def same(self, first: str, second: str) -> bool:
        listing = assembly.Listing(first + second, "u")
        found = assembly.texts(listing, "f", "f__m00000", ["f__m00001"])
        self.assertEqual(len(found), 2)
        return found["f__m00000"] == found["f__m00001"]

    def test_numbers_that_only_tell_copies_apart(self) -> None:
        self.assertTrue(self.same(copy(0), copy(1)))

    def test_what_is_code(self) -> None:
        for name, value in (("call", "h"), ("text", "hullo"), ("value", 6), ("data", "other.1")):
            self.assertFalse(self.same(copy(0), copy(1, **{name: value})), name)

    def test_own_name_in_a_string_and_in_code(self) -> None:
        self.assertTrue(self.same(copy(0, text="in f__m00000", call="f__m00000"),
                                  copy(1, text="in f__m00001", call="f__m00001")))
        self.assertFalse(self.same(copy(0, call="f"), copy(1, call="f__m00001")))

    def test_data_that_others_use_too_has_a_name(self) -> None:
        """Equal content does not make one variable of two that are used
        elsewhere."""
        data = "".join(f"\t.local\tone.{number}\n\t.comm\tone.{number},4,4\n" for number in (7, 8))
        for used in (7, 8):
            users = copy(2, call="one.7") + copy(3, call="one.8") + data
            with self.subTest(used=used):
                self.assertEqual(self.same(copy(0, call="one.7"), copy(1, call=f"one.{used}") + users), used == 7)

    def test_what_is_shared_is_called_alike_in_all_compilations(self) -> None:
        found = []
        for number in (7, 9):
            text = copy(0, data=f"once.{number}") + copy(1, data=f"once.{number}")
            found.append(assembly.texts(assembly.Listing(text, f"unit {number}"), "f", "f__m00000", ["f__m00001"]))
        self.assertEqual(found[0], found[1])
        # What only changed copies share has no such name.
        found = []
        for number in (7, 9):
            text = copy(0) + copy(1, data=f"once.{number}") + copy(2, data=f"once.{number}")
            found.append(assembly.texts(assembly.Listing(text, f"unit {number}"), "f", "f__m00000", ["f__m00001"]))
        self.assertEqual(found[0]["f__m00000"], found[1]["f__m00000"])
        self.assertNotEqual(found[0]["f__m00001"], found[1]["f__m00001"])

    def test_clones_are_those_of_one_compilation(self) -> None:
        found = [assembly.texts(assembly.Listing(copy(0, call="g.constprop.0"), unit), "f", "f__m00000", [])
                 for unit in ("a", "b")]
        self.assertNotEqual(found[0], found[1])

    def test_own_part_belongs_to_it(self) -> None:
        def part(number: int, call: str) -> str:
            name = f"f__m{number:05}.cold"
            return copy(number, call=name) + (f"\t.type\t{name}, @function\n{name}:\n\tcall\t{call}\n"
                                              f"\t.size\t{name}, .-{name}\n")

        self.assertTrue(self.same(part(0, "g"), part(1, "g")))
        self.assertFalse(self.same(part(0, "g"), part(1, "h")))

    def test_no_original_no_texts(self) -> None:
        self.assertEqual(assembly.texts(assembly.Listing(copy(1), "u"), "f", "f__m00000", ["f__m00001"]), {})


class CommandTest(unittest.TestCase):
    def test_assembly_goes_to_the_output(self) -> None:
        made = codes.command("gcc -Wp,-MMD,a.d -O2 -DX='\"-c \"' -c -o a.o a.c")
        self.assertEqual(made, f"gcc -O2 -DX='\"-c \"' -o - a.c {codes.ALIKE}")


class CopiesTest(unittest.TestCase):
    SOURCE = "\nint f(int x)\n{\n\tg(x,\n\t  1);\n\treturn x;\n}\nint last;\n"

    def place(self) -> copies.Place:
        where = copies.place(self.SOURCE, "f", [1, 5, self.SOURCE.index("}") + 1])
        assert where
        return where

    def mutant(self, old: str, new: str, number: int) -> Mutant:
        at = self.SOURCE.index(old)
        return Mutant("a.c", "f", 3, "test", "change", [Edit("stmt", at, at + len(old), new)], number)

    def test_lines_are_those_of_the_original(self) -> None:
        gone = copies.Copy("f", self.place(), self.mutant("g(x,\n\t  1);", "", 7))
        self.assertEqual(gone.text(self.SOURCE), "int f__m00007(int x)\n{\n\t{ ;\n }\n\treturn x;\n}")
        text = copies.with_copies(self.SOURCE, self.place().end, [copies.Copy("f", self.place()), gone])
        self.assertIn("__typeof__(f) f__m00007;\n#line 2\nint f__m00007(int x)", text)
        self.assertTrue(text.endswith("#line 7\n\nint last;\n"))
        self.assertTrue(text.startswith(self.SOURCE[:self.place().end]))

    def test_change_is_kept_apart_from_what_is_around_it(self) -> None:
        at = self.SOURCE.index("x;")
        for kind, text, want in (("expr", "a, b", "return (1 ? (a, b) : (x));"), ("before", "y;", "return { y; x };")):
            one = Mutant("a.c", "f", 3, "test", "change", [Edit(kind, at, at + 1, text)], 7)
            self.assertIn(want, copies.Copy("f", self.place(), one).text(self.SOURCE))

    def test_what_a_macro_made_has_no_place(self) -> None:
        for found in ([1, 4, 50], [0, 5, 50], [1, 60, 50]):
            self.assertIsNone(copies.place(self.SOURCE, "f", found))

    def test_change_outside_of_the_function(self) -> None:
        self.assertTrue(copies.inside(self.mutant("return x;", "", 1), self.place()))
        self.assertFalse(copies.inside(self.mutant("last", "first", 1), self.place()))


PROGRAM = """
int ext(int, const char *);
#define MIGRATE_PFN_VALID 1
#define MIGRATE_PFN_MIGRATE 2
static inline int once(int n)
{
	static int said;

	return said++ ? 0 : ext(n, __func__);
}

int f(unsigned long flags, int n)
{
	int zero = 0;

	if (flags & MIGRATE_PFN_VALID)
		once(n);
	zero = n & MIGRATE_PFN_MIGRATE;
	n = zero + 0;
	ext(__LINE__, __func__);
	return n + once(3);
}

int g(int n)
{
	return ext(n + 1, "g");
}
"""


class FakeShop:
    """Compiles in a directory, with no kernel around."""

    def __init__(self, top: Path, text: str, *options: str) -> None:
        self.name, self.top, self.jobs, self.runs = "mutants", top, 1, 0
        layer = types.SimpleNamespace(layers=[top / "layer"], farmed=False, prepare=lambda: None)
        self.build = types.SimpleNamespace(home=top, obj=top, view=layer)
        self.options = options or ("-O2",)
        (top / "a.c").write_text(text)
        for name in self.commands("a.c"):
            (top / name).write_text("object")

    def commands(self, path: str) -> dict[str, str]:
        return {f"{number}.o": f"gcc {option} -c -o {number}.o {self.top}/layer/{path}"
                for number, option in enumerate(self.options)}

    def python(self, module: str, arguments: list[str], text: str, view=None) -> str:
        assert module == "codes"
        self.runs += 1
        return json.dumps(codes.codes(json.loads(text)))


@unittest.skipUnless(HAVE_PARSER, "gcc or clang's bindings are missing")
class TwinsTest(unittest.TestCase):
    def setUp(self) -> None:
        holder = tempfile.TemporaryDirectory(prefix="mdkunit-test-")
        self.addCleanup(holder.cleanup)
        self.top = Path(holder.name)

    def schema(self, text: str, *more: Mutant) -> Schema:
        source = self.top / "a.c"
        source.write_text(text)
        unit = libclang.Unit(str(source), "gcc -nostdinc", str(source))
        made = numbered([*operators.mutants(unit, "a.c", ["*"]), *more], {"a.c": text})
        return Schema(made, [], {"a.c": text}, {"a.c": {one.spelling: list(unit.place(one)) for one in unit.functions()}})

    def twins(self, shop: FakeShop, schema: Schema) -> twins.Twins:
        made = twins.Twins(shop, schema)  # type: ignore[arg-type]
        made._view = lambda number: shop.build.view  # type: ignore[method-assign]
        return made

    def change(self, old: str, new: str, function: str = "f") -> Mutant:
        at = PROGRAM.index(old)
        return Mutant("a.c", function, PROGRAM.count("\n", 0, at) + 1, "test", f"{old} => {new}",
                      [Edit("expr", at, at + len(old), new)])

    def test_what_gcc_makes_of_changes(self) -> None:
        schema = self.schema(PROGRAM, self.change("zero + 0", "zero"), self.change("once(3)", "once(2 + 5)"),
                             self.change("n + once(3)", "once(3) - n"), self.change("once(3)", "once(9 - 2)"))
        shop = FakeShop(self.top, PROGRAM)
        marks = twins.marks(schema.mutants, self.twins(shop, schema).codes(schema.mutants))
        said = {one.id: marks[one.number]["same"] for one in schema.mutants}
        self.assertEqual(shop.runs, 1)
        self.assertEqual(said["f: test: zero + 0 => zero"], "original")
        self.assertEqual(said["f: test: once(3) => once(2 + 5)"], "")
        self.assertEqual(said["f: test: once(3) => once(9 - 2)"], "f: test: once(3) => once(2 + 5)")
        # A call less, another flag: these are something else.
        for name in ("f: delete-statement: ext(__LINE__, __func__); => nothing", "f: test: n + once(3) => once(3) - n",
                     "f: replace-constant: MIGRATE_PFN_VALID => MIGRATE_PFN_MIGRATE", "g: off-by-one: 1 => 2"):
            self.assertEqual(said[name], "", name)
        self.assertGreater(len([one for one in said.values() if not one]), 10)

    def test_units_agree_on_the_original_and_on_codes(self) -> None:
        schema = self.schema(PROGRAM)
        every = self.twins(FakeShop(self.top, PROGRAM), schema).codes(schema.mutants)
        (self.top / "mutants.codes.json").unlink()
        alone: twins.Codes = {}
        for one in schema.mutants[::5]:
            alone.update(self.twins(FakeShop(self.top, PROGRAM), schema).codes([one]))
        self.assertEqual(alone, {number: every[number] for number in alone})

    def test_known_ones_are_not_compiled_again(self) -> None:
        schema = self.schema(PROGRAM)
        shop = FakeShop(self.top, PROGRAM)
        first = self.twins(shop, schema).codes(schema.mutants[:4])
        self.assertEqual((self.twins(shop, schema).codes(schema.mutants[:4]), shop.runs), (first, 1))
        self.twins(shop, schema).codes(schema.mutants[:5])
        self.assertEqual(shop.runs, 2)
        # Another object means another header or configuration.
        (self.top / "0.o").write_text("another")
        self.twins(shop, schema).codes(schema.mutants[:5])
        self.assertEqual(shop.runs, 3)

    def test_one_that_does_not_compile_alone_costs_no_other(self) -> None:
        bad = self.change("zero + 0", "nothing + 0"), self.change("n + 1", "none", "g")
        schema = self.schema(PROGRAM, *bad)
        found = self.twins(FakeShop(self.top, PROGRAM), schema).codes(schema.mutants)
        without = {one.id for one in schema.mutants if one.number not in found}
        self.assertEqual(without, {one.id for one in bad})

    def test_all_objects_must_agree(self) -> None:
        """What is the same in one of them only is not the same."""
        text = "int ext(int);\nint f(int n)\n{\n\tint x = FLAG ? n : 0;\n\n\treturn ext(x);\n}\n"
        at = text.index("n : 0")
        change = Mutant("a.c", "f", 4, "test", "n", [Edit("expr", at, at + 1, "2")], 1)
        places = {"a.c": {"f": [text.index("int f"), text.index("f(int n"), text.rindex("}") + 1]}}
        schema = Schema([change], [], {"a.c": text}, places)
        for flags, want in (["0"], "original"), (["0", "1"], ""):
            shop = FakeShop(self.top, text, *(f"-O2 -DFLAG={flag}" for flag in flags))
            found = twins.marks([change], self.twins(shop, schema).codes([change]))
            self.assertEqual(found[1]["same"], want)


if __name__ == "__main__":
    unittest.main()
