import hashlib
import json
import pathlib
import sys
import unittest
import zipfile

from commands_test import call
from ctl_support import CTL, CtlTest, post, request

PYTHON = pathlib.Path(sys.executable).resolve()
PING = request(1, "ping")


def hash_of(file):
    return hashlib.sha256(pathlib.Path(file).read_bytes()).hexdigest()


class OnTheFolder(CtlTest):
    """New secrets and bindings of keys where no gateway runs."""

    def setUp(self):
        super().setUp()
        self.made = self.place.json("key", "create", "client", *self.place.unlock)

    def test_a_new_secret_leaves_the_old_one_a_time(self):
        place = self.place
        made = place.json("key", "rotate", "client", "--overlap", "7d", *place.unlock)
        self.assertEqual(made["id"], self.made["id"])
        self.assertNotEqual(made["secret"], self.made["secret"])
        shown = place.json("key", "show", "client")
        self.assertEqual(list(shown["retiring"]), ["until"], "hashes are nobody's business")
        self.assertIn("works until", place.run("key", "show", "client").stdout)
        again = place.run("key", "rotate", "client", *place.unlock)
        self.assertEqual(again.returncode, 1)
        self.assertIn("--yes", again.stderr)
        self.assertIsNone(place.json("key", "rotate", "client", "--overlap", "0", "--yes", *place.unlock)["oldSecretUntil"])
        self.assertNotIn("retiring", place.json("key", "show", "client"))
        changes = [record["change"] for record in self.changes()]
        self.assertEqual(changes.count("key.rotate"), 2)

    def changes(self):
        out = self.place.root / "bundle.zip"
        self.place.json("audit", "export", "--out", out, *self.place.unlock)
        bodies = zipfile.ZipFile(out).read("log/bodies.jsonl").decode().splitlines()
        return [body for body in map(json.loads, bodies) if "change" in body]

    def test_an_overlap_has_limits(self):
        place = self.place
        for overlap in ("91d", "-1d", "soon", "7"):
            self.assertEqual(place.run("key", "rotate", "client", f"--overlap={overlap}", *place.unlock).returncode, 2, overlap)
        self.assertEqual(place.run("key", "rotate", "nobody", *place.unlock).returncode, 1)

    def test_the_old_secret_is_ended_by_hand(self):
        place = self.place
        self.assertEqual(place.run("key", "retire", "client", *place.unlock).returncode, 1)
        place.json("key", "rotate", "client", *place.unlock)
        place.json("key", "retire", "client", *place.unlock)
        self.assertIn("none", place.run("key", "show", "client").stdout)

    def test_bindings_are_set_and_taken_away(self):
        place = self.place
        shown = place.json("key", "set", "client", "--transport", "stdio,http", "--program", CTL, "--program", "sha256:" + 64 * "0",
                           *place.unlock)
        self.assertEqual(shown["transports"], ["http", "stdio"])
        self.assertEqual([program["sha256"] for program in shown["programs"]], [hash_of(CTL), 64 * "0"])
        self.assertEqual(shown["programs"][0]["path"], str(pathlib.Path(CTL).resolve()))
        self.assertIn("http, stdio", place.run("key", "show", "client").stdout)
        shown = place.json("key", "set", "client", "--any-transport", "--any-program", *place.unlock)
        self.assertEqual((shown["transports"], shown["programs"]), ([], []))

    def test_what_is_no_program_is_refused_with_its_reason(self):
        place = self.place
        script = place.root / "script"
        script.write_text("#!/bin/sh\n")
        script.chmod(0o755)
        refused = place.run("key", "set", "client", "--program", script, *place.unlock)
        self.assertEqual(refused.returncode, 1)
        self.assertIn("script", refused.stderr)
        for program in (place.root, place.root / "none", "sha256:12"):
            self.assertEqual(place.run("key", "set", "client", "--program", program, *place.unlock).returncode, 1, program)
        self.assertEqual(place.run("key", "set", "client", "--transport", "pigeon", *place.unlock).returncode, 2)


class OnAGateway(CtlTest):
    def test_both_secrets_work_until_the_old_one_ends(self):
        place = self.place
        ready = place.start()
        old = place.make_key("client", "fx:*")["secret"]
        new = place.json("key", "rotate", "client")["secret"]
        self.assertEqual(post(ready["url"], old, PING)[0], 200)
        self.assertEqual(post(ready["url"], new, PING)[0], 200)
        place.json("key", "retire", "client")
        self.assertEqual(post(ready["url"], new, PING)[0], 200)
        self.assertEqual(post(ready["url"], old, PING), post(ready["url"], "pcl_nobody", PING))

    def test_a_bridge_counts_as_the_program_that_has_started_it(self):
        place = self.place
        ready = place.start()
        secret = place.make_key("client", "fx:*")["secret"]
        place.json("key", "set", "client", "--program", PYTHON)
        self.assertIn("result", call(place, secret))
        self.assertEqual(post(ready["url"], secret, PING), post(ready["url"], "pcl_nobody", PING))
        place.json("key", "set", "client", "--program", CTL)
        self.assertIn("error", call(place, secret))
        reasons = {row["reason"] for row in place.json("activity")["rows"]}
        self.assertLessEqual({"program_unknown", "key_not_for_program"}, reasons)

    def test_a_key_is_held_to_its_way_in(self):
        place = self.place
        ready = place.start()
        secret = place.make_key("client", "fx:*")["secret"]
        place.json("key", "set", "client", "--transport", "stdio")
        self.assertEqual(post(ready["url"], secret, PING), post(ready["url"], "pcl_nobody", PING))
        self.assertIn("result", call(place, secret))
        self.assertIn("key_not_for_transport", {row["reason"] for row in place.json("activity", "--refused")["rows"]})

    def test_a_case_has_a_list_and_a_bundle_of_its_own(self):
        place = self.place
        place.start()
        place.json("case", "add", "2026-1", "--name", "Tiger")
        bound = place.json("key", "create", "bound", "--allow", "fx:*", "--case", "2026-1")["secret"]
        free = place.make_key("free", "fx:*")["secret"]
        self.assertIn("result", call(place, bound))
        self.assertIn("result", call(place, free))
        self.assertEqual(len(place.json("activity")["rows"]), 2)
        self.assertEqual([row["case"] for row in place.json("activity", "--case", "Tiger")["rows"]], ["2026-1"])
        self.assertEqual(place.json("activity", "--case", "gone")["rows"], [])
        out = place.root / "tiger.zip"
        summary = place.json("audit", "export", "--out", out, "--case", "Tiger")
        self.assertEqual(summary["counts"]["bodies"], 2)
        checked = place.run("audit", "verify", out, data=False)
        self.assertEqual(checked.returncode, 3, checked.stdout)
        self.assertIn('{"case":"2026-1"}', checked.stdout)


if __name__ == "__main__":
    unittest.main()
