"""Feeds check_requirements.py small tables, each with one fault, and expects it to be named."""

import pathlib
import tempfile
import unittest

from check_requirements import check, ctest_names, existing_tests

IDS = """
# the first
A-01 A-100
D.1-2 D.8-T1 D.10  # rows of tables
"""
HEAD = "# Shown\n\n| id | what | shown by |\n|---|---|---|\n"
ROWS = {
    "A-01": "`Suite.Case`",
    "A-100": "`Suite.Case`, `serve_test.test_it_starts`",
    "D.1-2": "`peers.clients`; reason: half of it",
    "D.8-T1": "reason: not yet built",
    "D.10": "`Suite.Other`",
}
TESTS = {"Suite.Case", "Suite.Other", "serve_test.test_it_starts", "peers.clients"}


def table(**changed):
    rows = ROWS | {name.replace("_", "-"): shown for name, shown in changed.items()}
    return HEAD + "".join(f"| {name} | what it says | {shown} |\n" for name, shown in rows.items() if shown is not None)


class CheckRequirementsTest(unittest.TestCase):
    def assert_one_fault(self, *parts, ids=IDS, text=None):
        faults = list(check(ids, text or table(), TESTS))
        self.assertEqual(len(faults), 1, faults)
        for part in parts:
            self.assertIn(part, faults[0])

    def test_accepts_a_whole_table(self):
        self.assertEqual(list(check(IDS, table(), TESTS)), [])

    def test_names_an_id_without_a_row(self):
        self.assert_one_fault("A-100", "no row", text=table(A_100=None))

    def test_names_a_row_of_an_unknown_id(self):
        self.assert_one_fault("A-02", "not in the list", text=table(A_02="`Suite.Case`"))

    def test_names_an_id_with_two_rows(self):
        self.assert_one_fault("line 10: A-01", "line 5", text=table() + "| A-01 | again | `Suite.Case` |\n")

    def test_names_a_row_without_test_and_reason(self):
        for shown in ("", "reason:", "reason: later", "see above"):
            with self.subTest(shown):
                self.assert_one_fault("A-01", "neither a test nor a reason", text=table(A_01=shown))

    def test_names_a_test_that_does_not_exist(self):
        for test in ("Suite.Cases", "serve_test.test_it_stops", "peers.servers", "Suite"):
            with self.subTest(test):
                self.assert_one_fault(f"no test {test}", text=table(A_01=f"`{test}`, `Suite.Case`"))

    def test_a_reason_does_not_excuse_a_test_that_does_not_exist(self):
        self.assert_one_fault("no test Suite.Gone", text=table(A_01="`Suite.Gone`; reason: half of it"))

    def test_a_row_without_its_cells_shows_nothing(self):
        self.assert_one_fault("A-01", "neither", text=table(A_01=None) + "| A-01 | `Suite.Case` |\n")

    def test_refuses_what_is_no_id_and_what_is_listed_twice(self):
        self.assert_one_fault("a-01", "form of an id", ids=IDS + "a-01", text=table(a_01="`Suite.Case`"))
        self.assertIn("A-01: is in the list more than once", list(check(IDS + "A-01", table(), TESTS)))

    def test_reads_the_names_that_cmake_gives(self):
        text = "add_test(NAME alone\n    COMMAND x)\nforeach(subject a\n  b)\n  add_test(NAME p.${subject} COMMAND y)\nendforeach()\n"
        self.assertEqual(ctest_names(text), {"alone", "p.a", "p.b"})

    def test_finds_the_tests_of_a_tree(self):
        with tempfile.TemporaryDirectory() as folder:
            tests = pathlib.Path(folder) / "tests" / "room"
            tests.mkdir(parents=True)
            (tests / "a_test.cpp").write_text(
                "TEST(A, One)\n{}\nTEST_F(B, Two)\n// TEST(C, Three)\nTEST_P(D,\n       Four)\n"
            )
            (tests / "e_test.py").write_text("class E:\n    def test_five(self):\n        pass\n    def helper(self): pass\n")
            (tests / "CMakeLists.txt").write_text("add_test(NAME six COMMAND x)\n")
            self.assertEqual(
                existing_tests(pathlib.Path(folder)), {"A.One", "B.Two", "D.Four", "e_test.test_five", "six"}
            )


if __name__ == "__main__":
    unittest.main()
