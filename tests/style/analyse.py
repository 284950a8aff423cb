#!/usr/bin/env python3
"""Runs clang-tidy over many sources in a fraction of the time that one run a source takes.

Usage: analyse.py BUILD SOURCE…      (BUILD holds compile_commands.json)

Most of clang-tidy's time goes to the headers of libraries, again for each source that includes them. So
sources of one folder with the same flags are read together, as one file that includes them all. Names that
two of them give to different things keep such a file from compiling: it is then read in halves. What is found
in company is looked for again in each source alone, and only that counts.
Prints the findings and how many sources were read; exits with 1 when there is a finding.
"""

import collections
import concurrent.futures
import json
import os
import pathlib
import shlex
import subprocess
import sys

TOGETHER = 10
TOOL = "clang-tidy-19"
# The sources themselves are included by the file that is read.
REPORTED = r"/(app|gateway|ui|tests)/.*\.(h|cpp)$"
# What the file that includes them all would be blamed for.
NOT_FOR_SOURCES = "-bugprone-suspicious-include"
BROKEN = "[clang-diagnostic-error]"


def flags_of(entry):
    """The compiler's command without what is particular to one source: -c, -o and the file."""
    words = [word for word in shlex.split(entry["command"]) if not word.endswith("ccache")]
    kept = []
    skip = False
    for word in words:
        if skip:
            skip = False
        elif word == "-o":
            skip = True
        elif word not in ("-c", entry["file"]):
            kept.append(word)
    return tuple(kept)


def groups(entries, sources):
    """Lists of sources that can be read together: same folder, same flags, at most TOGETHER."""
    by_flags = collections.defaultdict(list)
    wanted = {os.path.realpath(source) for source in sources}
    for entry in entries:
        path = os.path.realpath(entry["file"])
        if path in wanted:
            by_flags[(os.path.dirname(path), entry["directory"], flags_of(entry))].append(path)
            wanted.discard(path)
    if wanted:
        raise SystemExit(f"analyse.py: not built by this build: {', '.join(sorted(wanted))}")
    for (_, directory, flags), paths in sorted(by_flags.items()):
        paths.sort()
        for start in range(0, len(paths), TOGETHER):
            yield directory, flags, paths[start : start + TOGETHER]


class Analysis:
    """Reads groups of sources; `folder` takes the files that include them."""

    def __init__(self, folder):
        self._folder = pathlib.Path(folder)
        self.runs = 0

    def findings(self, directory, flags, paths):
        status, output = self._run(directory, flags, paths)
        if status == 0:
            return ""
        if len(paths) == 1:
            return output
        # In halves where the whole does not compile; one by one where something was found.
        middle = len(paths) // 2
        parts = [paths[:middle], paths[middle:]] if BROKEN in output else [[path] for path in paths]
        return "".join(self.findings(directory, flags, part) for part in parts)

    def _run(self, directory, flags, paths):
        self.runs += 1
        place = self._folder / f"{paths[0].strip('/').replace('/', '-')}-{len(paths)}"
        place.mkdir(parents=True, exist_ok=True)
        source = place / "together.cpp" if len(paths) > 1 else pathlib.Path(paths[0])
        if len(paths) > 1:
            source.write_text("".join(f'#include "{path}"\n' for path in paths), encoding="utf-8")
        command = shlex.join([*flags, "-c", str(source)])
        (place / "compile_commands.json").write_text(
            json.dumps([{"directory": directory, "file": str(source), "command": command}]), encoding="utf-8"
        )
        done = subprocess.run(
            [TOOL, "-p", str(place), "--quiet", f"--config-file={find_config(paths[0])}",
             f"--checks={NOT_FOR_SOURCES}", f"--header-filter={REPORTED}", str(source)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout or done.stderr


def find_config(path):
    for folder in pathlib.Path(path).parents:
        if (folder / ".clang-tidy").exists():
            return folder / ".clang-tidy"
    raise SystemExit(f"analyse.py: there is no .clang-tidy above {path}")


def main(build, *sources):
    entries = json.loads((pathlib.Path(build) / "compile_commands.json").read_text(encoding="utf-8"))
    analysis = Analysis(pathlib.Path(build) / "analysis")
    found = False
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for output in pool.map(lambda group: analysis.findings(*group), groups(entries, sources)):
            found = found or bool(output)
            print(output, end="", flush=True)
    print(f"{len(sources)} sources, {analysis.runs} runs: {'see above' if found else 'no finding'}")
    return 1 if found else 0


if __name__ == "__main__":
    if len(sys.argv) < 3:
        raise SystemExit(__doc__)
    sys.exit(main(*sys.argv[1:]))
