#!/usr/bin/env python3
"""Checks that verify.py and the gateway's own check agree on every bundle of the corpus.

    bundle_corpus_test.py CHECK_BUNDLE VERIFY_PY

Both must print the same, word for word, and end with the same exit status; both must be what make_bundles.py
expects, where it expects something: of an archive with a bit turned over nobody knows beforehand whether the
bit means anything.
"""
import contextlib
import importlib.util
import io
import json
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))


def loaded(path):
    """verify.py as a module: starting it anew for each bundle would take most of the time."""
    spec = importlib.util.spec_from_file_location("verify", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def by_verifier(verify, arguments):
    out = io.StringIO()
    sys.argv = ["verify.py", *arguments]
    with contextlib.redirect_stdout(out):
        status = verify.main()
    return status, out.getvalue()


def by_program(program, arguments):
    done = subprocess.run([program, *arguments], stdout=subprocess.PIPE, check=False)
    return done.returncode, done.stdout.decode()


def faults_of(case, verifier, program):
    """What is wrong with the two answers, each an exit status and a text."""
    if verifier != program:
        yield f"they differ:\n  verify.py {verifier}\n  gateway   {program}"
    last = verifier[1].splitlines()[-1]
    if case["status"] is not None and verifier[0] != case["status"]:
        yield f"exit status {verifier[0]} instead of {case['status']}: {last}"
    if not re.match(case["says"], last):
        yield f"{last!r} instead of {case['says']!r}"


def main():
    program, path = sys.argv[1:3]
    verify = loaded(path)
    count = 0
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-B", os.path.join(HERE, "make_bundles.py"), folder], check=True)
        with open(os.path.join(folder, "cases.json"), encoding="utf-8") as file:
            cases = json.load(file)
        for case in cases:
            arguments = [os.path.join(folder, case["file"]), *case["arguments"]]
            for fault in faults_of(case, by_verifier(verify, arguments), by_program(program, arguments)):
                print(f"{case['name']}: {fault}")
                count += 1
    print(f"{len(cases)} bundles, {count} fault(s)")
    return 1 if count or len(cases) < 200 else 0


if __name__ == "__main__":
    sys.exit(main())
