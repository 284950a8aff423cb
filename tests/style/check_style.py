#!/usr/bin/env python3
"""Checks what clang-format does not: sizes of files and functions, leftovers, and what scripts reach for.

Usage: check_style.py ROOT      (reads the files that git tracks, so that build output is left alone)

Function lengths are read off the layout that .clang-format gives: outside a class, a function's braces
stand alone in the first column; inside one, alone in the fifth. A type ends with "};", a function with "}".
"""

import pathlib
import re
import subprocess
import sys

CODE_FOLDERS = ("app/", "gateway/", "ui/", "tests/")
HEADER_LINES = 200
SOURCE_LINES = 400
TEST_LINES = 600
FUNCTION_LINES = 40
TEST_FUNCTION_LINES = 60

# Written in two parts each, so that this file passes its own check.
LEFTOVER = re.compile(r"\b(TO" "DO|FIX" "ME|XX" "X|HA" "CK)\\b")
FOREIGN_URL = re.compile(r"\b(?:https?|ftp|git)://(?!127\.0\.0\.1|localhost|\[::1\]|\$)[A-Za-z0-9]")


def is_code(path):
    return path.startswith(CODE_FOLDERS) and path.endswith((".h", ".cpp"))


def is_script(path):
    """What runs on somebody's machine: these never name a host to fetch from."""
    name = path.rsplit("/", 1)[-1]
    return (
        path.endswith((".sh", ".cmake"))
        or path == ".ci/run"
        or name in ("CMakeLists.txt", "CMakePresets.json", "package.json", "package-lock.json", ".npmrc")
    )


def check_length(path, lines):
    if path.endswith(".h"):
        limit = HEADER_LINES
    else:
        limit = TEST_LINES if path.startswith("tests/") else SOURCE_LINES
    if len(lines) > limit:
        yield f"{path}: {len(lines)} lines; the limit is {limit}: split it by story"


def is_table(path, body):
    """Test data in a function's clothes: a long list and hardly a statement."""
    return path.startswith("tests/") and sum(line.endswith((";", "{")) for line in body) <= 3


def check_functions(path, lines):
    limit = TEST_FUNCTION_LINES if path.startswith("tests/") else FUNCTION_LINES
    for indent in ("", "    "):
        opening = None
        for index, line in enumerate(lines):
            if line == indent + "{":
                opening = index
            elif opening is not None and line == indent + "}":
                length = index - opening - 1
                if length > limit and not is_table(path, lines[opening + 1:index]):
                    head = lines[opening - 1].strip()
                    yield f"{path}:{opening + 1}: a function of {length} lines; the limit is {limit}: {head}"
                opening = None
            elif opening is not None and line == indent + "};":
                opening = None


def check_text(path, lines):
    for number, line in enumerate(lines, 1):
        if LEFTOVER.search(line):
            yield f"{path}:{number}: leftover work belongs into an issue: {line.strip()}"
        if is_script(path) and FOREIGN_URL.search(line):
            yield f"{path}:{number}: a script names no host; derive it from the machine's settings: {line.strip()}"


def check_file(path, text):
    """Every fault of one file, as a sentence each."""
    lines = text.splitlines()
    if is_code(path):
        yield from check_length(path, lines)
        yield from check_functions(path, lines)
        if path.endswith(".h") and "#pragma once" not in lines:
            yield f"{path}: a header begins with #pragma once"
    if is_code(path) or is_script(path) or path.endswith((".py", ".mjs", ".js")):
        yield from check_text(path, lines)


def main():
    root = pathlib.Path(sys.argv[1])
    tracked = subprocess.run(
        ["git", "-C", str(root), "ls-files", "-z"], check=True, capture_output=True
    ).stdout.decode().split("\0")
    faults = []
    for path in filter(None, tracked):
        file = root / path
        if not file.is_file() or file.is_symlink():
            continue
        if is_code(path) or is_script(path) or path.endswith((".py", ".mjs", ".js")):
            faults.extend(check_file(path, file.read_text(errors="replace")))
    for fault in faults:
        print(fault)
    print(f"{len(faults)} fault(s) of style")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
