import json
import pathlib
import subprocess
import tempfile
import unittest

from ctl_support import CtlTest

LOCKED = {"fixed": {"/settings/receipts": False}, "atMost": {"/settings/limits/requestsPerMinute": 600},
          "servers": [{"id": "fx", "command": ["/opt/fx"]}], "rules": ["fx:*"]}


def openssl(*arguments):
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)


class LockdownTest(CtlTest):
    """A policy as an administrator signs it, with openssl alone."""

    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        self.file = self.root / "policy.json"
        self.keys = self.root / "policy.pub"
        openssl("genpkey", "-algorithm", "ED25519", "-out", self.root / "key.pem")
        openssl("pkey", "-in", self.root / "key.pem", "-pubout", "-out", self.keys)
        self.sign()

    def write(self, **more):
        policy = {"portcullis": "policy/1", "version": 7, "issued": "2026-11-20T08:00:00Z",
                  "issuer": "Security Operations", "locked": LOCKED}
        self.file.write_text(json.dumps({**policy, **more}))

    def sign(self, **more):
        self.write(**more)
        openssl("pkeyutl", "-sign", "-rawin", "-inkey", self.root / "key.pem", "-in", self.file,
                "-out", f"{self.file}.sig")

    def check(self, *more):
        return self.place.run("lockdown", "check", str(self.file), "--key", str(self.keys), *more,
                              data=False)

    def test_a_signed_policy_is_shown(self):
        done = self.check()
        self.assertEqual(done.returncode, 0, done.stderr)
        for part in ("Security Operations", "7", "/settings/receipts", "at most", "fx: /opt/fx", "fx:*"):
            self.assertIn(part, done.stdout)
        told = json.loads(self.check("--json").stdout)
        self.assertEqual((told["issuer"], told["version"]), ("Security Operations", 7))
        self.assertEqual([place["kind"] for place in told["places"]], ["fixed", "at-most", "rules", "servers"])

    def test_p256_is_signed_with_dgst(self):
        openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", self.root / "ec.pem")
        openssl("pkey", "-in", self.root / "ec.pem", "-pubout", "-out", self.root / "ec.pub")
        openssl("dgst", "-sha256", "-sign", self.root / "ec.pem", "-out", self.root / "ec.sig", self.file)
        more = ("--signature", str(self.root / "ec.sig"))
        self.assertEqual(self.check(*more).returncode, 1, "that key is not trusted yet")
        self.keys.write_text(self.keys.read_text() + (self.root / "ec.pub").read_text())
        self.assertEqual(self.check(*more).returncode, 0)
        self.assertEqual(self.check().returncode, 0, "the old one still is")

    def test_what_was_changed_is_refused(self):
        self.write(version=8)
        done = self.check()
        self.assertEqual(done.returncode, 1)
        self.assertIn("not signed by a key that it trusts", done.stderr)
        self.sign(lokced={})
        self.assertIn("lokced", self.check().stderr)
        pathlib.Path(f"{self.file}.sig").unlink()
        self.assertIn("policy.json.sig", self.check().stderr)

    def test_it_is_tried_on_a_configuration(self):
        config = self.root / "config.json"
        config.write_text(json.dumps({"settings": {"receipts": True},
                                      "servers": [{"id": "own", "command": ["/home/a/tool"]}]}))
        told = json.loads(self.check("--config", str(config), "--json").stdout)
        self.assertFalse(told["config"]["settings"]["receipts"])
        self.assertFalse(told["config"]["servers"][0]["enabled"])
        self.sign(locked={"fixed": {"/settings/misspelt": 1}})
        done = self.check()
        self.assertEqual(done.returncode, 1)
        self.assertIn("cannot be applied", done.stderr)

    def test_an_ordinary_installation_says_so(self):
        done = self.place.run("lockdown", "show")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("not locked down", done.stdout)
        self.assertEqual(self.place.run("lockdown", "show", "--json").stdout.strip(), "null")


if __name__ == "__main__":
    unittest.main()
