"""What the scripts of this folder share: the oracle, seeds, and how a run is reported."""

import argparse
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

TOOL = os.environ["FAULTS_TOOL"]
PATIENCE = 60  # seconds until a program that does not end fails a run
RECEIPT_BYTES = 1 << 16


class Lost(Exception):
    """The oracle found something that must not be."""


class Totals:
    """What a series of faults left behind, added up."""

    def __init__(self):
        self.faults = 0
        self.receipts = 0
        self.untold = 0
        self.orphaned = 0

    def add(self, found, receipts=None):
        self.faults += 1
        self.receipts += found["receipts"] if receipts is None else receipts
        self.untold += found["untold"]
        self.orphaned += found["orphaned"]


def examine(folder, receipts, unanswered, *more):
    """Asks the oracle about a log; raises Lost with what is wrong."""
    command = [TOOL, "examine", folder, receipts, unanswered, *more]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=PATIENCE, check=False)
    if done.returncode != 0:
        raise Lost(done.stderr.strip() or f"the oracle ended with {done.returncode}")
    return json.loads(done.stdout)


class Place:
    """A folder that goes when all is well and stays for a look when not."""

    def __init__(self):
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="faults-"))

    def __enter__(self):
        return self.root

    def __exit__(self, kind, error, trace):
        if kind is None:
            shutil.rmtree(self.root, ignore_errors=True)
        else:
            print(f"What was found is kept in {self.root}.", file=sys.stderr)


def arguments(description, add):
    """The options of a script; without --seed each long run is another one."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--long", action="store_true", help="everything, not only a sample")
    parser.add_argument("--seed", type=int, help="replays a run")
    add(parser)
    options = parser.parse_args()
    if options.seed is None:
        options.seed = random.SystemRandom().randrange(1 << 32) if options.long else 1
    return options
