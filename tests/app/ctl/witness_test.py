import pathlib
import shutil
import subprocess
import unittest

from ctl_support import CTL, CtlTest, PATIENCE


class Witness(CtlTest):
    """A witness in a folder of its own, which knows the log only by what is carried to it."""

    def setUp(self):
        super().setUp()
        self.folder = self.place.root / "stick"
        self.request = self.place.root / "request.txt"

    def witness(self, *arguments, expect=0):
        done = subprocess.run([CTL, "witness", *map(str, arguments), "--data", self.folder, *self.place.unlock],
                              capture_output=True, text=True, timeout=PATIENCE, check=False)
        self.assertEqual(done.returncode, expect, done.stdout + done.stderr)
        return done.stdout if expect == 0 else done.stderr

    def ask(self, old=0):
        """A request of the log to the witness, and the log's own key."""
        return self.place.json("audit", "checkpoint", "--request", self.request, "--old", old)["ed25519Key"]

    def change_something(self):
        self.place.make_key("another", "fx:echo")

    def begin(self):
        """A running log that the witness has signed once: its size then."""
        self.place.start()
        self.witness("init", "--name", "stick.example")
        key = self.ask()
        note = self.witness("cosign", self.request, "--log-key", key)
        return int(note.splitlines()[1])

    def test_it_signs_what_grows(self):
        size = self.begin()
        self.change_something()
        self.ask(size)
        note = self.witness("cosign", self.request)
        self.assertIn("— stick.example ", note)
        self.assertGreater(int(note.splitlines()[1]), size)

    def test_its_pin_checks_log_and_bundle(self):
        self.begin()
        pin = self.witness("show").split()[-1]
        bundle = self.place.root / "out.zip"
        self.place.json("audit", "export", "--out", bundle)
        checked = self.place.run("audit", "verify", bundle, "--pin", pin, data=False)
        self.assertEqual(checked.returncode, 0, checked.stdout)
        self.assertEqual(self.place.run("audit", "verify", "--db", "--pin", pin).returncode, 0)

    def test_what_it_has_signed_checks_log_and_bundle(self):
        note = self.place.root / "cosigned.txt"
        self.begin()
        size = int(self.witness("show").split()[-1].split(":")[0])
        self.change_something()
        self.ask(size)
        self.witness("cosign", self.request, "--out", note)
        key = self.witness("show").split()[1]
        bundle = self.place.root / "out.zip"
        self.place.json("audit", "export", "--out", bundle)
        for what, data in (([bundle], False), (["--db"], True)):
            checked = self.place.run("audit", "verify", *what, "--witness", key, "--cosigned", note, data=data)
            self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)
        note.write_text(note.read_text().replace("\n%d\n" % int(note.read_text().splitlines()[1]), "\n1\n", 1))
        for what, data in (([bundle], False), (["--db"], True)):
            self.assertEqual(self.place.run("audit", "verify", *what, "--witness", key, "--cosigned", note, data=data).returncode, 1)
        self.assertEqual(self.place.run("audit", "verify", bundle, "--cosigned", note, data=False).returncode, 2)

    def test_the_first_time_a_person_says_the_logs_key(self):
        self.place.start()
        self.witness("init", "--name", "stick.example")
        key = self.ask()
        self.assertIn("--log-key", self.witness("cosign", self.request, expect=1))
        other = key.replace("portcullis.local/", "elsewhere.local/", 1)
        self.witness("cosign", self.request, "--log-key", other, expect=1)
        self.witness("cosign", self.request, "--log-key", key)

    def test_it_says_from_which_size_it_has_to_be_asked(self):
        size = self.begin()
        self.change_something()
        self.ask(0)
        self.assertIn(f"--old {size}", self.witness("cosign", self.request, expect=1))

    def test_an_older_log_is_refused_even_when_it_was_accepted(self):
        place = self.place
        place.start()
        place.stop()
        older = place.root / "older"
        shutil.copytree(place.data, older)
        size = self.begin()
        self.change_something()
        self.ask(size)
        self.witness("cosign", self.request)
        place.stop()
        (place.data / "audit.db-wal").unlink(missing_ok=True)
        shutil.copy(older / "audit.db", place.data / "audit.db")
        accepted = place.run("audit", "accept", "--yes", *place.unlock)
        self.assertEqual(accepted.returncode, 0, accepted.stderr)
        done = place.run("audit", "checkpoint", "--request", self.request, *place.unlock)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("older copy", self.witness("cosign", self.request, expect=1))

    def test_a_checkpoint_that_it_did_not_sign_is_not_believed(self):
        self.begin()
        state = next(self.folder.glob("*.log.json"))
        state.write_text(state.read_text().replace("stick.example", "stuck.example"))
        self.assertIn("backup", self.witness("show", expect=1))
        self.ask(0)
        self.witness("cosign", self.request, expect=1)

    def test_there_is_one_witness_in_a_folder(self):
        self.witness("show", expect=1)
        self.witness("init", "--name", "one.example")
        self.assertIn("already", self.witness("init", "--name", "two.example", expect=1))
        self.assertIn("No log", self.witness("show"))
        wrong = self.place.root / "wrong"
        wrong.write_text("not the passphrase\n")
        wrong.chmod(0o600)
        done = subprocess.run([CTL, "witness", "show", "--data", self.folder, "--unlock", f"passphrase-file:{wrong}"],
                              capture_output=True, text=True, timeout=PATIENCE, check=False)
        self.assertEqual(done.returncode, 3)

    def test_what_is_no_request_is_refused(self):
        self.witness("init", "--name", "one.example")
        self.request.write_text("old five\n\n")
        self.assertIn("request", self.witness("cosign", self.request, expect=1))
        self.witness("cosign", pathlib.Path("/does/not/exist"), expect=1)


if __name__ == "__main__":
    unittest.main()
