#!/usr/bin/env python3
"""Compares every #include between the repository's own folders with the table of rooms.

Usage: check_layers.py ROOT TABLE

Fails on an include that the table does not allow, on a Qt header in gateway/, on a file that belongs to
no room, on a folder at the top level that the design does not know, and on a cycle between rooms, be it
in the table or in what the files really include. CMake cannot do this: with one include root every room
sees every header, and Debian's Qt6::Core lets <QtWidgets/QWidget> compile.
"""

import pathlib
import re
import sys

TOP_LEVEL = {
    "CMakeLists.txt", "CMakePresets.json", "LICENSE", "CHANGELOG.md", "README.md",
    "app", "gateway", "ui", "resources", "translations", "installer", "tests",
}
# What building makes beside the sources; git ignores both.
GENERATED = {"build", "node_modules", "compile_commands.json", "CMakeUserPresets.json"}
CODE_FOLDERS = ("app", "gateway", "ui", "tests")
CODE_SUFFIXES = {".h", ".cpp"}
INCLUDE = re.compile(r'\s*#\s*(?:include|import)\s*["<]([^">]+)[">]')
QT_HEADER = re.compile(r"(?:Qt\w*/.*|Q[A-Z]\w*|qt[a-z0-9]+/.*|q(?:object|string|global|coreapplication)\.h)$")


class Table:
    """The rooms of layers.txt and what each may include."""

    def __init__(self, text):
        rows = {}
        for number, line in enumerate(text.splitlines(), 1):
            line = line.split("#")[0].strip()
            if not line:
                continue
            room, colon, allowed = line.partition(":")
            if not colon:
                raise ValueError(f"layers.txt:{number}: a row is 'room: rooms it may include'")
            if room.strip() in rows:
                raise ValueError(f"layers.txt:{number}: the room {room.strip()} has two rows")
            rows[room.strip()] = allowed.split()
        self._longest_first = sorted(rows, key=len, reverse=True)
        self.allowed = {room: self._expand(room, patterns) for room, patterns in rows.items()}

    def _expand(self, room, patterns):
        rooms = set()
        for pattern in patterns:
            if pattern == "*":
                rooms.update(self._longest_first)
            elif pattern.endswith("/*"):
                rooms.update(r for r in self._longest_first if r.startswith(pattern[:-1]))
            elif pattern in self._longest_first:
                rooms.add(pattern)
            else:
                raise ValueError(f"layers.txt: {room} may include {pattern}, which has no row")
        return rooms - {room}

    def room_of(self, path):
        for room in self._longest_first:
            if path == room or path.startswith(room + "/"):
                return room
        return None


def find_cycle(edges):
    """The rooms along one cycle of {room: rooms}, the first repeated at the end; [] when there is none."""
    done = set()

    def walk(room, path):
        if room in path:
            return path[path.index(room):] + [room]
        if room in done:
            return []
        for target in sorted(edges.get(room, ())):
            cycle = walk(target, path + [room])
            if cycle:
                return cycle
        done.add(room)
        return []

    for start in sorted(edges):
        cycle = walk(start, [])
        if cycle:
            return cycle
    return []


def check_top_level(root):
    for entry in sorted(root.iterdir()):
        if entry.name.startswith(".") or entry.name in TOP_LEVEL or entry.name in GENERATED:
            continue
        yield f"{entry.name}: not a name of the top level; the design has {', '.join(sorted(TOP_LEVEL))}"


def code_files(root):
    for folder in CODE_FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in CODE_SUFFIXES and path.is_file():
                yield path


def check_file(path, root, table, edges):
    relative = path.relative_to(root).as_posix()
    room = table.room_of(relative)
    if room is None:
        yield f"{relative}: belongs to no room of layers.txt"
        return
    for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
        match = INCLUDE.match(line)
        if not match:
            continue
        included = match[1]
        if room.startswith("gateway/") and QT_HEADER.match(included):
            yield f"{relative}:{number}: gateway is free of Qt, but this includes {included}"
        if included.startswith("../") or "/../" in included:
            yield f"{relative}:{number}: include paths start at the root of the repository ({included})"
        target = table.room_of(included)
        if target is None and included.split("/")[0] in CODE_FOLDERS and "/" in included:
            yield f"{relative}:{number}: {included} is in no room of layers.txt"
        if target is None or target == room:
            continue
        edges.setdefault(room, set()).add(target)
        if target not in table.allowed[room]:
            yield f"{relative}:{number}: {room} may not include {target} ({included})"


def check(root, table_text):
    """Every fault found, as a sentence each."""
    try:
        table = Table(table_text)
    except ValueError as error:
        return [str(error)]
    faults = list(check_top_level(root))
    cycle = find_cycle(table.allowed)
    if cycle:
        faults.append(f"layers.txt: the table has a cycle: {' -> '.join(cycle)}")
    edges = {}
    for path in code_files(root):
        faults.extend(check_file(path, root, table, edges))
    cycle = find_cycle(edges)
    if cycle:
        faults.append(f"the includes form a cycle: {' -> '.join(cycle)}")
    return faults


def main():
    root, table = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    faults = check(root, table.read_text())
    for fault in faults:
        print(fault)
    print(f"{len(faults)} fault(s) against the table of rooms")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
