#!/usr/bin/env python3
"""Brings a copy of a translation up to date with the sources and names what then is not translated.

Usage: check_translations.py LUPDATE ROOT FILE.ts SOURCE…
"""

import pathlib
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml


def missing(file):
    """The source texts that have no finished translation."""
    for message in xml.parse(file).getroot().iter("message"):
        translation = message.find("translation")
        forms = translation.findall("numerusform") or [translation]
        if translation.get("type") == "unfinished" or not all(form.text for form in forms):
            yield message.findtext("source")


def main():
    lupdate, root, file, *sources = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(folder) / pathlib.Path(file).name
        copy.write_bytes((pathlib.Path(root) / file).read_bytes())
        subprocess.run(
            [lupdate, "-silent", "-I", root, "-no-obsolete", "-locations", "none", *sources, "-ts", copy],
            check=True,
        )
        texts = list(missing(copy))
    for text in texts:
        print(f"{file}: not translated: {text}")
    if texts:
        print("Run 'ninja update_translations' in the build folder, then translate these.")
    return 1 if texts else 0


if __name__ == "__main__":
    sys.exit(main())
