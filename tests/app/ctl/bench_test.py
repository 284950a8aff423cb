import json
import os
import pathlib
import signal
import subprocess
import tempfile
import unittest

from ctl_support import CTL, wait_until

PATIENCE = 120
HAS_PAGES = os.environ["PORTCULLIS_HAS_PAGES"] == "1"


class AuditBenchTest(unittest.TestCase):
    """That everything is measured. What is measured depends on the machine and is not looked at."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="pctl-bench-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name) / "made" / "for it"

    def command(self, *arguments):
        return [CTL, "bench", "audit", "--folder", str(self.folder), *arguments]

    def run_bench(self, *arguments):
        return subprocess.run(self.command(*arguments), capture_output=True, text=True, timeout=PATIENCE, check=False)

    def test_every_cost_is_measured_at_every_size(self):
        done = self.run_bench("--records", "2000,500", "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        found = json.loads(done.stdout)
        self.assertEqual([cost["batch"] for cost in found["tree"]], [1, 7, 64])
        for cost in found["tree"]:
            self.assertGreater(cost["withMicros"], 0)
            self.assertGreater(cost["withoutMicros"], 0)
        self.assertEqual([size["records"] for size in found["sizes"]], [500, 2000])
        for size in found["sizes"]:
            self.check_size(size)
        self.assertEqual(list(self.folder.iterdir()), [])

    def check_size(self, size):
        self.assertGreater(size["bytes"], 1000 * size["records"])
        for log in ("append", "reference"):
            self.assertGreater(size[log]["aloneMicros"]["p50"], 0)
            self.assertGreater(size[log]["aloneCpuMicros"], 0)
            self.assertGreater(size[log]["togetherCpuMicros"], 0)
        evidence = size["evidence"]
        self.assertGreaterEqual(evidence["exported"], size["records"])
        self.assertGreater(evidence["checked"], evidence["exported"])  # the export is a record
        self.assertGreater(evidence["bundleBytes"], 0)
        for step in ("export", "verify", "check"):
            self.assertGreater(evidence[step]["cpuSeconds"], 0)
            self.assertGreater(evidence[step + "PeakKiB"], 1000)
        self.check_pages(size["pages"])

    def check_pages(self, pages):
        if not HAS_PAGES:
            self.assertEqual(pages, [])
            return
        found = {(page["choice"], page["order"]): page["records"] for page in pages}
        self.assertEqual(len(found), len(pages))
        self.assertEqual(found["a call's id", "by time"], 2)
        self.assertGreater(found["everything", "by time"], found["calls", "by duration"])
        self.assertGreater(found["calls", "by duration"], found["a key", "by duration"])

    def test_people_read_a_table_of_each_part(self):
        done = self.run_bench("--records", "500")
        self.assertEqual(done.returncode, 0, done.stderr)
        for part in ("1 record a commit", "500 records:", "append p50:", "export", "verify the bundle",
                     "verify the log", "peak MiB", "bytes a record", "page of the audit view"):
            self.assertIn(part, done.stdout)

    def test_a_disk_without_room_is_told_of_beforehand(self):
        done = self.run_bench("--records", "1000000000")
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr, r"1000000000 records need \S+ GB in .*, where \S+ GB are free")
        self.assertEqual(done.stdout, "")

    def test_called_off_it_leaves_nothing_behind(self):
        process = subprocess.Popen(self.command("--records", "1000000"), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(process.kill)
        with process.stdout, process.stderr:
            wait_until(lambda: any(self.folder.glob("*/log/audit.db")), "the log")
            process.send_signal(signal.SIGINT)
            self.assertIn(b"cancelled", process.stderr.read())
        self.assertEqual(process.wait(PATIENCE), 1)
        self.assertEqual(list(self.folder.iterdir()), [])


if __name__ == "__main__":
    unittest.main()
