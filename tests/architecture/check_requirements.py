#!/usr/bin/env python3
"""Compares the table of requirements with the list of their ids and with the tests that exist.

Usage: check_requirements.py ROOT IDS TABLE

Fails on an id without a row or with two, on a row of an unknown id, on a row that names neither a test nor
"reason: …", and on a test that does not exist: a TEST(Suite, Case), a "def test_…" of a Python file, or a
name that a CMakeLists.txt gives to add_test. Nothing is built for this.
"""

import pathlib
import re
import sys

ID = re.compile(r"[A-I](?:\.\d+)?(?:-[IT]?\d+)?$")
TEST = re.compile(r"`([^`]+)`")
REASON = re.compile(r"reason: *\S+(?: +\S+)+")
GOOGLE_TEST = re.compile(r"^\s*TEST(?:_F|_P)?\(\s*(\w+)\s*,\s*(\w+)\s*\)", re.MULTILINE)
PYTHON_TEST = re.compile(r"^\s*def (test_\w+)\(", re.MULTILINE)
FOREACH = re.compile(r"foreach\((\w+)\s+([^)]*)\)(.*?)endforeach\(\)", re.DOTALL)
ADDED_TEST = re.compile(r"add_test\(\s*NAME\s+(\S+)")


def read_ids(text):
    """The ids in the order of the list; what begins with # is a comment."""
    return [word for line in text.splitlines() for word in line.split("#")[0].split()]


def read_rows(text):
    """(line number, id, what shows it) of every row of a table, without their heads."""
    for number, line in enumerate(text.splitlines(), 1):
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not line.startswith("|") or cells[0] == "id" or set(cells[0]) <= set("-: "):
            continue
        yield number, cells[0], cells[-1] if len(cells) == 3 else ""


def ctest_names(text):
    """The names that add_test gives, each of a foreach by its items."""
    names = set(ADDED_TEST.findall(FOREACH.sub("", text)))
    for variable, items, body in FOREACH.findall(text):
        for name in ADDED_TEST.findall(body):
            names.update(name.replace("${" + variable + "}", item) for item in items.split())
    return names


def existing_tests(root):
    names = set()
    for path in sorted((root / "tests").rglob("*")):
        if path.suffix == ".cpp":
            names.update(".".join(found) for found in GOOGLE_TEST.findall(path.read_text(errors="replace")))
        elif path.suffix == ".py":
            names.update(f"{path.stem}.{name}" for name in PYTHON_TEST.findall(path.read_text()))
        elif path.name == "CMakeLists.txt":
            names |= ctest_names(path.read_text())
    return names


def check(ids_text, table_text, tests):
    """Every fault found, as a sentence each."""
    ids = read_ids(ids_text)
    for name in ids:
        if not ID.match(name):
            yield f"{name}: not the form of an id"
        if ids.count(name) > 1:
            yield f"{name}: is in the list more than once"
    rows = {}
    for number, name, shown in read_rows(table_text):
        place = f"line {number}: {name}"
        if name not in ids:
            yield f"{place}: is not in the list of ids"
        if name in rows:
            yield f"{place}: has a row in line {rows[name]} already"
        rows[name] = number
        named = TEST.findall(shown)
        if not named and not REASON.search(shown):
            yield f"{place}: names neither a test nor a reason"
        for test in named:
            if test not in tests:
                yield f"{place}: there is no test {test}"
    for name in ids:
        if name not in rows:
            yield f"{name}: has no row"


def main():
    root, ids, table = map(pathlib.Path, sys.argv[1:4])
    faults = list(check(ids.read_text(), table.read_text(), existing_tests(root)))
    for fault in faults:
        print(fault)
    print(f"{len(faults)} fault(s) in the table of requirements")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
