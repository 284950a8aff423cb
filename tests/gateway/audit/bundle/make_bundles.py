#!/usr/bin/env python3
"""Writes a corpus of audit bundles, good ones and ones with one thing wrong each.

    make_bundles.py FOLDER [--seed N] [--few]

FOLDER/cases.json lists them: name, file (relative to FOLDER), arguments for verify.py, the exit status and
how the verdict's last line must begin. What is wrong within a bundle is signed again with the log's own keys,
so that no other check than the one in question can notice it. With --few there are the good ones and no more
than a few others.
"""
import argparse
import json
import os
import sys

from broken_archives import broken_archives, broken_files
from broken_contents import broken_claims, broken_records, organisations, valid
from bundle_corpus import Corpus
from held_against import outside


def main():
    parser = argparse.ArgumentParser(description="Writes a corpus of audit bundles.")
    parser.add_argument("folder")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--few", action="store_true")
    options = parser.parse_args()
    corpus = Corpus(os.path.abspath(options.folder), options.seed)
    wrong = (outside, broken_records, broken_claims, organisations, broken_files, broken_archives)
    for part in (valid,) if options.few else (valid, *wrong):
        part(corpus)
    with open(os.path.join(options.folder, "cases.json"), "w", encoding="utf-8") as file:
        json.dump(corpus.cases, file, indent=1)
    return 0


if __name__ == "__main__":
    sys.exit(main())
