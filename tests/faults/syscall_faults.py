"""Kills the writer of a log at each of its writing system calls, and lets each of them fail.

A traced run counts the calls of every kind; then one run for each of them is killed there (KILL) or gets an error
(EIO, ENOSPC, EDQUOT; EROFS from there on), by strace's injection, and the oracle looks at what is left. strace counts by thread: the k-th
call is that of each thread that makes so many, and a run that makes fewer is not counted. Done twice: for a log that is being made, and for one that goes on.
--only replays a run by the name that it was reported with, "new:pwrite64:17:KILL".
"""

import collections
import itertools
import pathlib
import random
import re
import shutil
import subprocess
import sys

import faults_support
from faults_support import PATIENCE, RECEIPT_BYTES, TOOL

CALLS = ("pwrite64", "pwritev", "pwritev2", "write", "writev", "fdatasync", "fsync", "sync_file_range", "ftruncate",
         "fallocate", "unlink", "unlinkat", "rename", "renameat", "renameat2", "link", "mkdir", "fchmod")
KINDS = ("KILL", "EIO", "ENOSPC", "EDQUOT", "EROFS")
LOGS = ("new", "old")
QUICK_RUNS = 90
# A run makes sixteen calls, two at a time. After an error the caller of a call whose fate is open has no receipt.
UNDER_WAY = {"KILL": 2, "EIO": 16, "ENOSPC": 16, "EDQUOT": 16, "EROFS": 16}


class Bench:
    """A folder for one run at a time."""

    def __init__(self, root):
        self.root = root
        self.folder = root / "log"
        self.receipts = root / "receipts"
        self.old = root / "old"
        self.old_receipts = root / "old-receipts"
        self.prepare("new")
        self.write([])
        shutil.copytree(self.folder, self.old)
        shutil.copy(self.receipts, self.old_receipts)

    def prepare(self, log):
        shutil.rmtree(self.folder, ignore_errors=True)
        self.receipts.write_bytes(bytes(RECEIPT_BYTES))
        if log == "old":
            shutil.copytree(self.old, self.folder)

    def write(self, under):
        command = [*under, TOOL, "write", self.folder, self.receipts]
        done = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=PATIENCE, check=False)
        return done.returncode

    def all_receipts(self, log):
        """Those of the log before the run, and those of the run."""
        together = self.root / "together"
        before = self.old_receipts.read_bytes().rstrip(b"\0") if log == "old" else b""
        together.write_bytes(before + self.receipts.read_bytes().rstrip(b"\0"))
        return together


def trace(record, *more):
    return ["strace", "-f", "-qq", "-o", record, "-e", "signal=none", "-e", "trace=" + ",".join(CALLS), *more]


def count(bench, log):
    """How many calls of each kind a run makes, in the thread that makes most."""
    record = bench.root / "trace"
    bench.prepare(log)
    if bench.write(trace(record)) != 0:
        raise faults_support.Lost("a run without a fault has failed; is strace allowed to trace?")
    counts = collections.Counter()
    for line in record.read_text(errors="replace").splitlines():
        made = re.match(r"(\d+) +(\w+)\(", line)
        if made:
            counts[made.groups()] += 1
    most = collections.Counter()
    for (_, call), number in counts.items():
        most[call] = max(most[call], number)
    return most


def names_of_runs(bench):
    for log in LOGS:
        for call, most in sorted(count(bench, log).items()):
            for number, kind in itertools.product(range(1, most + 1), KINDS):
                yield f"{log}:{call}:{number}:{kind}"


def run(bench, name):
    """What the oracle found, or nothing when this run did not come to that call."""
    log, call, number, kind = name.split(":")
    record = bench.root / "trace"
    bench.prepare(log)
    if kind == "KILL":
        happened = bench.write(trace(record, "-e", f"inject={call}:signal=KILL:when={number}")) != 0
    else:
        # A disk that has become read-only stays so.
        number += "+" if kind == "EROFS" else ""
        # Faster; but with it no signal would be sent.
        bench.write(trace(record, "--seccomp-bpf", "-e", f"inject={call}:error={kind}:when={number}"))
        happened = "(INJECTED)" in record.read_text(errors="replace")
    found = faults_support.examine(bench.folder, bench.all_receipts(log), UNDER_WAY[kind])
    return found if happened else None


def main():
    options = faults_support.arguments(
        __doc__, lambda parser: parser.add_argument("--only", action="append", help="the runs with these names"))
    with faults_support.Place() as root:
        bench = Bench(pathlib.Path(root))
        names = options.only or list(names_of_runs(bench))
        total = len(names)
        if not options.only and not options.long:
            names = random.Random(options.seed).sample(names, min(QUICK_RUNS, total))
        print(f"system calls: {len(names)} of {total} runs, --seed {options.seed}", flush=True)
        by_kind = {kind: faults_support.Totals() for kind in KINDS}
        for name in names:
            try:
                if found := run(bench, name):
                    by_kind[name.rsplit(":", 1)[1]].add(found)
            except faults_support.Lost as lost:
                raise SystemExit(f"--only {name}: {lost}") from lost
    for kind, sum_of in by_kind.items():
        print(f"{kind}: at {sum_of.faults} system calls; {sum_of.receipts} records reported, 0 lost; "
              f"{sum_of.orphaned} calls closed as orphaned; {sum_of.untold} recorded that nobody was told of")
    return 0


if __name__ == "__main__":
    sys.exit(main())
