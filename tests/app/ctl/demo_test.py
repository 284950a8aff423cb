import os
import pathlib
import subprocess
import tempfile
import unittest

from ctl_support import CTL


class DemoTest(unittest.TestCase):
    def test_every_step_succeeds_and_nothing_is_left(self):
        with tempfile.TemporaryDirectory(prefix="pctl-") as folder:
            done = subprocess.run([CTL, "demo"], env=dict(os.environ, TMPDIR=folder), capture_output=True,
                                  text=True, timeout=60, check=False)
            lines = done.stdout.splitlines()
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            self.assertEqual(lines[-1], f"demo: {len(lines) - 1} steps, 0 failed")
            for number, line in enumerate(lines[:-1], 1):
                self.assertTrue(line.startswith(f"[ok] {number} "), line)
            self.assertEqual(list(pathlib.Path(folder).iterdir()), [])

    def test_a_folder_that_cannot_be_written_is_said(self):
        done = subprocess.run([CTL, "demo"], env=dict(os.environ, TMPDIR="/proc"), capture_output=True,
                              text=True, timeout=60, check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn("TMPDIR", done.stdout)


if __name__ == "__main__":
    unittest.main()
