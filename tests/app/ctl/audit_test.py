import hashlib
import hmac
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import unittest
import zipfile

from ctl_support import PATIENCE, CtlTest, post, request

MAKER = pathlib.Path(__file__).parents[2] / "gateway/audit/bundle/make_bundles.py"
VERIFIER = pathlib.Path(__file__).parents[3] / "gateway/audit/bundle/verify.py"


def picture_of(lines, pixels=4):
    """Half blocks as a picture: what a terminal draws is light."""
    rows = [bytes(255 if char in blocks else 0 for char in line for _ in range(pixels))
            for line in lines for blocks in ("█▀", "█▄")]
    return b"P5 %d %d 255\n" % (len(rows[0]), len(rows) * pixels) + b"".join(row * pixels for row in rows)


class Audit(CtlTest):
    """The log as evidence: exported, checked, pinned."""

    def setUp(self):
        super().setUp()
        self.bundle = self.place.root / "out.zip"

    def make_calls(self, count):
        """A gateway that has answered some calls."""
        ready = self.place.start()
        secret = self.place.make_key("client", "fx:echo")["secret"]
        for n in range(count):
            parameters = {"name": "fx__echo", "arguments": {"text": f"number {n}"}}
            status, answer = post(ready["url"], secret, request(n, "tools/call", parameters))
            self.assertEqual(status, 200, answer)
        return ready, secret

    def export(self, *arguments):
        return self.place.json("audit", "export", "--out", self.bundle, *arguments)

    def verify(self, *arguments):
        return self.place.run("audit", "verify", *arguments, data=False)

    def test_a_running_gateway_exports_what_both_verifiers_accept(self):
        self.make_calls(3)
        summary = self.export("--purpose", "A test", "--by", "Ada")
        self.assertEqual(summary["begin"], 0)
        self.assertEqual(summary["end"], summary["head"]["size"])
        self.assertEqual(summary["counts"]["values"], 6)
        checked = self.verify(self.bundle)
        self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)
        foreign = subprocess.run([sys.executable, "-B", VERIFIER, self.bundle], capture_output=True, text=True,
                                 timeout=PATIENCE, check=False)
        self.assertEqual((foreign.returncode, foreign.stdout), (0, checked.stdout))
        names = zipfile.ZipFile(self.bundle).namelist()
        for name in ("report.html", "report.pdf", "evidence/controls.json"):
            self.assertIn(name, names)
        # The export itself is the record after the last that it shows.
        self.assertEqual(self.place.json("status")["auditRecords"], summary["end"] + 1)

    def test_it_works_on_the_folder_when_nothing_runs(self):
        self.make_calls(1)
        self.place.stop()
        self.assertEqual(self.place.run("audit", "export", "--out", self.bundle).returncode, 3)
        self.export(*self.place.unlock)
        self.assertEqual(self.verify(self.bundle).returncode, 0)
        log = self.place.json("audit", "verify", "--db", "--deep", *self.place.unlock)
        self.assertEqual(log["verdict"], "valid")

    def change_log(self, sql):
        subprocess.run([os.environ["FAULTS_TOOL"], "change", self.place.data, self.place.passphrase, sql],
                       timeout=PATIENCE, check=True)

    def verify_closed_log(self):
        return self.place.run("audit", "verify", "--db", *self.place.unlock)

    def test_a_closed_log_names_its_first_bad_record(self):
        self.make_calls(2)
        self.place.stop()
        self.assertEqual(self.verify_closed_log().returncode, 0)
        for what, at in (("body = CAST(replace(body, 'nonce', 'noise') AS BLOB)", "max(n)"), ("head = zeroblob(70)", "max(n)"),
                         ("leaf = zeroblob(32)", "max(n) - 1"), ("header = zeroblob(9)", "2")):
            shutil.copytree(self.place.data, self.place.root / "genuine")
            self.change_log(f"UPDATE rec SET {what} WHERE n = (SELECT {at} FROM rec)")
            checked = self.verify_closed_log()
            self.assertEqual(checked.returncode, 1, checked.stdout)
            self.assertRegex(checked.stdout, r"^INVALID: Record \d+: ", what)
            shutil.rmtree(self.place.data)
            (self.place.root / "genuine").rename(self.place.data)

    def test_a_closed_log_that_was_cut_is_not_the_one_that_is_remembered(self):
        self.make_calls(1)
        self.place.stop()
        self.change_log("DELETE FROM rec WHERE n = (SELECT max(n) FROM rec)")
        checked = self.verify_closed_log()
        self.assertEqual(checked.returncode, 1, checked.stdout)
        self.assertIn("when the pin was made", checked.stdout)

    def roll_back(self):
        """A stopped installation whose log has fewer records than it had, and the pin of what it has."""
        _, secret = self.make_calls(1)
        pin = re.search(r"[0-9]+:[A-Za-z0-9+/]{43}=", self.place.run("audit", "checkpoint").stdout)[0]
        self.place.stop()
        older = self.place.root / "older.db"
        shutil.copy(self.place.data / "audit.db", older)
        ready = self.place.start(config=False)
        for n in range(3):
            status, _ = post(ready["url"], secret, request(n, "tools/call", {"name": "fx__echo", "arguments": {"text": "x"}}))
            self.assertEqual(status, 200)
        self.place.stop()
        for name in ("audit.db-wal", "audit.db-shm"):
            (self.place.data / name).unlink(missing_ok=True)
        shutil.copy(older, self.place.data / "audit.db")
        return pin

    def test_a_log_that_was_rolled_back_is_never_valid(self):
        pin = self.roll_back()
        for arguments in ([], ["--deep"], ["--pin", pin]):
            closed = self.place.run("audit", "verify", "--db", *arguments, *self.place.unlock)
            self.assertEqual(closed.returncode, 1, closed.stdout)
            self.assertIn("when the pin was made", closed.stdout)
        self.place.start(config=False)
        for arguments in ([], ["--deep"], ["--pin", pin]):
            running = self.place.run("audit", "verify", "--db", *arguments)
            self.assertEqual(running.returncode, 1, running.stdout)
            self.assertIn("when the pin was made", running.stdout)

    def test_no_checkpoint_is_signed_of_a_log_that_was_rolled_back(self):
        self.roll_back()
        asked = self.place.root / "request"
        closed = self.place.run("audit", "checkpoint", "--request", asked, *self.place.unlock)
        self.place.start(config=False)
        running = self.place.run("audit", "checkpoint", "--request", asked)
        for refused in (closed, running):
            self.assertEqual((refused.returncode, refused.stdout), (3, ""), refused.stderr)
            self.assertIn("audit accept", refused.stderr)
        self.assertFalse(asked.exists())
        self.assertEqual(self.place.run("audit", "accept", "--yes").returncode, 0)
        self.assertEqual(self.place.run("audit", "checkpoint").returncode, 0)

    def test_a_log_of_which_nothing_is_remembered_is_incomplete(self):
        self.make_calls(1)
        self.assertIn("that are remembered of it", self.place.run("audit", "verify", "--db").stdout)
        self.place.stop()
        (self.place.data / "pin.json").unlink()
        checked = self.verify_closed_log()
        self.assertEqual(checked.returncode, 3, checked.stdout)
        self.assertIn("VALID, BUT INCOMPLETE: nothing is remembered", checked.stdout)
        self.place.start(config=False)
        running = self.place.run("audit", "verify", "--db")
        self.assertEqual(running.returncode, 3, running.stdout)
        self.assertEqual(running.stdout.splitlines()[-1], checked.stdout.splitlines()[-1])

    def test_no_log_is_made_by_checking_it(self):
        self.place.start()
        self.place.stop()
        (self.place.data / "audit.db").unlink()
        self.assertEqual(self.verify_closed_log().returncode, 1)
        self.assertFalse((self.place.data / "audit.db").exists())

    def test_a_changed_bundle_is_invalid(self):
        self.make_calls(1)
        self.export()
        content = bytearray(self.bundle.read_bytes())
        content[len(content) // 2] ^= 1
        self.bundle.write_bytes(content)
        checked = self.verify(self.bundle)
        self.assertEqual(checked.returncode, 1)
        self.assertTrue(checked.stdout.startswith("INVALID: "), checked.stdout)
        as_json = json.loads(self.place.run("audit", "verify", self.bundle, data=False, json_output=True).stdout)
        self.assertEqual(as_json["verdict"], "invalid")

    def test_filters_and_redaction_reach_the_bundle(self):
        self.make_calls(2)
        summary = self.export("--redact", "result", "--tool", "echo", "--decision", "allow")
        self.assertEqual(summary["counts"]["values"], 2)
        checked = self.verify(self.bundle)
        self.assertEqual(checked.returncode, 3, checked.stdout)  # a tool is the exporter's word
        self.assertIn("echo", checked.stdout)
        hidden = self.export("--no-values", "--force")
        self.assertEqual(hidden["counts"]["values"], 0)
        self.assertEqual(self.place.run("audit", "export", "--out", self.bundle, "--force",
                                        "--redact", "nonsense").returncode, 1)

    def test_a_bundle_goes_on_where_the_one_before_ends(self):
        ready, secret = self.make_calls(1)
        first = self.export()
        post(ready["url"], secret, request(9, "tools/call", {"name": "fx__echo", "arguments": {"text": "later"}}))
        second = self.place.root / "second.zip"
        summary = self.place.json("audit", "export", "--out", second, "--previous", self.bundle)
        self.assertEqual(summary["begin"], first["end"])
        joined = self.verify(second, "--previous", self.bundle)
        self.assertEqual(joined.returncode, 0, joined.stdout)
        self.assertIn("goes on", joined.stdout)

    def test_a_bundle_from_before_an_accepted_log_is_not_joined(self):
        self.make_calls(1)
        self.export()
        self.place.stop()
        (self.place.data / "pin.json").unlink()
        self.place.start(config=False)
        self.assertEqual(self.place.run("audit", "accept", "--yes").returncode, 0)
        second = self.place.root / "second.zip"
        refused = self.place.run("audit", "export", "--out", second, "--previous", self.bundle)
        self.assertEqual(refused.returncode, 1)
        self.assertIn("from before a person accepted", refused.stderr)
        self.assertFalse(second.exists())

    def test_a_start_says_how_it_was_unlocked_and_by_whom(self):
        self.make_calls(1)
        self.export()
        with zipfile.ZipFile(self.bundle) as archive:
            first = json.loads(archive.read("log/bodies.jsonl").splitlines()[0])
            checks = archive.read("evidence/integrity_checks.csv").decode()
        self.assertEqual((first["unlocked_by"], first["unlocked_with"]), ("ctl", "passphrase"))
        self.assertTrue(first["user"].endswith(f"/{os.getuid()}"), first)
        self.assertIn(",unlocked_by,unlocked_with,", checks.splitlines()[0])
        self.assertIn(",ctl,passphrase,", checks)

    def test_a_filter_that_nothing_fits_is_said(self):
        self.make_calls(1)
        for filters in (["--key", "nosuch"], ["--server", "nosuch"], ["--server", "fx", "--decision", "deny"]):
            done = self.place.run("audit", "export", "--out", self.bundle, "--force", *filters)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn(f"No record of the range fits {' '.join(filters)}: ", done.stderr)
        fits = self.place.run("audit", "export", "--out", self.bundle, "--force", "--key", "client")
        self.assertNotIn("No record", fits.stderr)

    def test_a_file_that_is_there_is_kept_unless_forced(self):
        self.make_calls(1)
        self.bundle.write_text("mine")
        refused = self.place.run("audit", "export", "--out", self.bundle)
        self.assertEqual(refused.returncode, 1)
        self.assertIn("--force", refused.stderr)
        self.assertEqual(self.bundle.read_text(), "mine")

    def test_records_and_times_say_what_is_exported(self):
        self.make_calls(2)
        some = self.export("--records", "1-3")
        self.assertEqual((some["begin"], some["end"]), (1, 4))
        self.assertEqual(self.export("--from", "1d", "--force")["begin"], 0)
        for wrong in (["--records", "3-1"], ["--records", "x"], ["--from", "yesterday"],
                      ["--records", "1-2", "--from", "1d"]):
            done = self.place.run("audit", "export", "--out", self.bundle, "--force", *wrong)
            self.assertEqual(done.returncode, 2, wrong)
        beyond = self.place.run("audit", "export", "--out", self.bundle, "--force", "--records", "900-999")
        self.assertEqual(beyond.returncode, 1)
        self.assertIn("0 to", beyond.stderr)

    def test_a_checkpoint_pins_log_and_bundle(self):
        self.make_calls(1)
        checkpoint = self.place.json("audit", "checkpoint")
        shown = self.place.run("audit", "checkpoint").stdout
        pin = next(line.split()[-1] for line in shown.splitlines() if line.startswith("Pin"))
        self.assertTrue(pin.startswith(f"{checkpoint['head']['size']}:"), pin)
        self.export()
        self.assertEqual(self.verify(self.bundle, "--pin", pin, "--log-key", checkpoint["p256Key"]).returncode, 0)
        size = pin.split(":")[0]
        met = self.place.run("audit", "verify", "--db", "--pin", pin)
        self.assertEqual(met.returncode, 0)
        self.assertIn(f"It goes on from the pin's {size} records.", met.stdout)
        other = size + ":" + "A" * 43 + "="
        self.assertEqual(self.verify(self.bundle, "--pin", other).returncode, 1)
        log = self.place.run("audit", "verify", "--db", "--pin", other)
        self.assertEqual(log.returncode, 1)
        self.assertIn(f"Record {int(size) - 1}", log.stdout)

    def test_a_checkpoint_is_read_by_a_camera(self):
        self.make_calls(1)
        shown = self.place.run("audit", "checkpoint", "--qr").stdout
        picture = self.place.root / "code.pgm"
        picture.write_bytes(picture_of([line for line in shown.splitlines() if line.startswith(("█", "▀", "▄"))]))
        read = subprocess.run(["zbarimg", "--quiet", "--raw", "--oneshot", "-Sbinary", picture], stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, timeout=PATIENCE, check=True).stdout.decode()
        self.assertTrue(shown.startswith(read), read)
        self.assertIn("portcullis.local/", read)
        self.assertEqual(self.place.run("audit", "checkpoint", "--qr", "--json").returncode, 2)

    def make_certificate(self):
        """The organisation's certificate, and its key in a PKCS#12 file."""
        root = self.place.root
        passphrase = root / "p12-passphrase"
        passphrase.write_text("hush\n")
        passphrase.chmod(0o600)
        for command in (["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                         "-keyout", "org.key", "-out", "org.pem", "-subj", "/CN=Example Hospital"],
                        ["pkcs12", "-export", "-inkey", "org.key", "-in", "org.pem", "-out", "org.p12",
                         "-passout", "pass:hush"]):
            subprocess.run(["openssl", *command], cwd=root, check=True, capture_output=True, timeout=PATIENCE)
        return ["--sign-p12", root / "org.p12", "--sign-unlock", f"passphrase-file:{passphrase}"], root / "org.pem"

    def test_the_organisation_signs_as_well(self):
        self.make_calls(1)
        options, certificate = self.make_certificate()
        summary = self.export(*options, "--workstation", "ws-17")
        self.assertEqual(summary["signedBy"], "CN=Example Hospital")
        checked = self.verify(self.bundle, "--ca", certificate)
        self.assertEqual(checked.returncode, 0, checked.stdout)
        self.assertIn("Example Hospital", checked.stdout)
        self.assertIn("ws-17", checked.stdout)
        self.place.stop()
        self.assertEqual(self.export(*options, "--force", *self.place.unlock)["signedBy"], "CN=Example Hospital")

    def test_a_wrong_passphrase_leaves_no_bundle(self):
        self.make_calls(1)
        options, _ = self.make_certificate()
        (self.place.root / "p12-passphrase").write_text("wrong\n")
        refused = self.place.run("audit", "export", "--out", self.bundle, *options)
        self.assertNotEqual(refused.returncode, 0)
        self.assertIn("passphrase", refused.stderr)
        self.assertFalse(self.bundle.exists())
        self.assertNotIn("wrong", (self.place.root / "serve.log").read_text())

    def test_a_text_that_somebody_shows_is_proven_by_its_salt(self):
        settings = json.loads(self.place.config.read_text())
        settings["servers"][0]["content"] = "prove-only"
        self.place.config.write_text(json.dumps(settings))
        self.make_calls(2)
        self.export()
        with zipfile.ZipFile(self.bundle) as archive:
            self.assertEqual(archive.read("log/openings.jsonl"), b"")  # no text was kept
            bodies = [json.loads(line) for line in archive.read("log/bodies.jsonl").splitlines()]
        body = next(body for body in bodies if "args/text" in body["c"])
        text = self.place.root / "text"
        text.write_text('"number 0"')
        proving = ["audit", "prove", "--record", body["n"], "--field", "args/text", "--text", text, *self.place.unlock]
        proven = self.place.run(*proving)
        self.assertEqual(proven.returncode, 0, proven.stderr)
        opening = json.loads(proven.stdout)
        made = hmac.new(bytes.fromhex(opening["s"]), (opening["f"] + "\n" + opening["v"]).encode(), hashlib.sha256)
        self.assertEqual((opening["n"], made.hexdigest()), (body["n"], body["c"]["args/text"]))
        text.write_text('"number 1"')
        other = self.place.run(*proving)
        self.assertEqual((other.returncode, other.stdout), (1, ""))
        self.assertIn("not the text", other.stderr)
        unknown = self.place.run("audit", "prove", "--record", body["n"], "--field", "result", "--text", text, *self.place.unlock)
        self.assertIn("args/text", unknown.stderr)
        self.place.stop()
        text.write_text('"number 0"')
        self.assertEqual(self.place.run(*proving).stdout, proven.stdout)

    def test_the_corpus_of_bundles_is_judged_as_expected(self):
        folder = self.place.root / "corpus"
        folder.mkdir()
        subprocess.run([sys.executable, "-B", MAKER, "--few", folder], timeout=PATIENCE, check=True)
        cases = json.loads((folder / "cases.json").read_text())
        self.assertGreater(len(cases), 20)
        for case in cases:
            checked = self.verify(folder / case["file"], *case["arguments"])
            self.assertEqual(checked.returncode, case["status"], case["name"] + ": " + checked.stdout)
            self.assertRegex(checked.stdout.splitlines()[-1], "^" + case["says"], case["name"])

    def test_the_help_of_verify_says_what_its_exit_codes_mean(self):
        told = self.place.run("audit", "verify", "--help", data=False).stdout
        self.assertIn("3 valid as far as it", told)
        self.assertNotIn("not running", told)

    def test_a_data_folder_may_be_named_from_here_whether_it_is_there_or_not(self):
        self.place.start()
        here = os.path.relpath(self.place.data)
        self.assertEqual(self.place.run("status", "--data", here, data=False).returncode, 0)
        missing = self.place.run("status", "--data", here + "-none", data=False)
        self.assertNotEqual(missing.returncode, 0)
        self.assertNotIn("absolute", missing.stderr)

    def test_verify_wants_one_thing_to_check(self):
        self.assertEqual(self.place.run("audit", "verify").returncode, 2)
        self.assertEqual(self.place.run("audit", "verify", self.bundle, "--db").returncode, 2)
        self.assertEqual(self.verify(self.bundle).returncode, 1)  # there is none
        self.assertEqual(self.verify(self.bundle, "--deep").returncode, 2)
        self.assertEqual(self.verify(self.bundle, "--pin", "12").returncode, 2)
        self.assertEqual(self.place.run("audit", "verify", "--db").returncode, 1)  # nothing runs, and no key


if __name__ == "__main__":
    unittest.main()
