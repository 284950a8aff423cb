import json
import os
import pathlib
import pwd
import shutil
import subprocess
import tempfile
import unittest

from ctl_support import CTL, PATIENCE, CtlTest

OWN = pwd.getpwuid(os.geteuid()).pw_name


class OnTheFolder(CtlTest):
    """Roles where no gateway runs: whoever runs the command is who asks."""

    def test_without_roles_the_own_account_has_them_all(self):
        own = self.place.json("whoami")
        self.assertEqual(own["account"], f"{OWN}/{os.geteuid()}")
        self.assertEqual(own["roles"], ["administrator", "auditor", "analyst"])
        self.assertIn("config.change", own["operations"])
        self.assertIn("auditor", self.place.run("whoami").stdout)
        self.assertIsNone(self.place.json("role", "list"))

    def test_roles_are_granted_and_revoked(self):
        place = self.place
        first = place.run("role", "grant", "auditor", "user:otto")
        self.assertEqual(first.returncode, 1)
        self.assertIn("who administers", first.stderr)
        place.json("role", "grant", "administrator", f"user:{OWN}", "group:wheel")
        place.json("role", "grant", "auditor", "user:otto", "user:otto")
        roles = place.json("role", "list")
        self.assertEqual(roles["administrator"], {"users": [OWN], "groups": ["wheel"]})
        self.assertEqual(roles["auditor"], {"users": ["otto"], "groups": []})
        self.assertEqual(place.json("whoami")["roles"], ["administrator"])
        place.json("role", "revoke", "auditor", "user:otto")
        self.assertEqual(place.json("role", "list")["auditor"]["users"], [])
        again = place.run("role", "revoke", "auditor", "user:otto")
        self.assertEqual(again.returncode, 1)
        self.assertIn("is not given to user:otto", again.stderr)

    def test_the_last_administrator_stays(self):
        place = self.place
        place.json("role", "grant", "administrator", f"user:{OWN}")
        done = place.run("role", "revoke", "administrator", f"user:{OWN}", "--yes")
        self.assertEqual(done.returncode, 1)
        self.assertIn("must name a user or a group", done.stderr)
        place.json("role", "clear")
        self.assertEqual(len(place.json("whoami")["roles"]), 3)

    @unittest.skipIf(os.geteuid() == 0, "root is administrator in any case")
    def test_the_own_role_goes_only_when_that_is_wanted(self):
        place = self.place
        place.json("role", "grant", "administrator", f"user:{OWN}", "user:ada")
        done = place.run("role", "revoke", "administrator", f"user:{OWN}")
        self.assertEqual(done.returncode, 1)
        self.assertIn("from yourself", done.stderr)
        place.json("role", "revoke", "administrator", f"user:{OWN}", "--yes")
        refused = place.run("server", "add", "fx", "--command", "x")
        self.assertEqual(refused.returncode, 1)
        self.assertIn("It takes an administrator", refused.stderr)
        self.assertIn("has no role here", refused.stderr)

    def test_what_is_no_role_or_member_is_refused(self):
        for line in (["grant", "boss", "user:a"], ["grant", "auditor", "otto"], ["grant", "auditor", "user:"],
                     ["grant", "auditor"]):
            self.assertEqual(self.place.run("role", *line).returncode, 2, line)


class AsAService(CtlTest):
    """A gateway whose sockets stand in a folder that others may enter."""

    def setUp(self):
        super().setUp()
        self.sockets = pathlib.Path(tempfile.mkdtemp(prefix="pctl-run-"))
        self.addCleanup(shutil.rmtree, self.sockets, True)
        self.sockets.chmod(0o755)

    def ask(self, *arguments, user=None):
        command = [CTL, *arguments, "--socket", str(self.sockets / "control.sock")]
        if user is not None:
            command = ["setpriv", f"--reuid={user}", "--clear-groups", *command]
        return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)

    def test_the_socket_reaches_it_and_the_folder_does_not(self):
        self.place.start("--sockets", str(self.sockets))
        self.assertEqual(json.loads(self.ask("whoami", "--json").stdout)["account"], f"{OWN}/{os.geteuid()}")
        self.assertEqual((self.sockets / "control.sock").stat().st_mode & 0o777, 0o666)
        both = self.place.run("status", "--socket", str(self.sockets / "control.sock"))
        self.assertEqual(both.returncode, 2)
        self.assertEqual(self.ask("serve").returncode, 2)
        self.place.stop()
        self.assertEqual(self.ask("status").returncode, 3)

    def test_a_folder_must_be_a_full_path(self):
        done = self.place.run("serve", "--sockets", "run", *self.place.unlock)
        self.assertEqual(done.returncode, 1)
        self.assertIn("full path", done.stderr)

    @unittest.skipUnless(os.geteuid() == 0 and shutil.which("setpriv"), "takes root and setpriv to be somebody else")
    def test_another_account_is_asked_for_its_role(self):
        user = pwd.getpwnam("nobody").pw_uid
        probe = subprocess.run(["setpriv", f"--reuid={user}", "--clear-groups", CTL, "--version"], check=False,
                               capture_output=True)
        if probe.returncode != 0:
            self.skipTest("another account cannot start the program where it is")
        self.place.start("--sockets", str(self.sockets))
        self.assertEqual(json.loads(self.ask("whoami", "--json", user=user).stdout)["roles"], [])
        self.assertEqual(self.ask("config", "show", user=user).returncode, 1)
        for role, member in (("administrator", "user:root"), ("analyst", "user:nobody")):
            self.assertEqual(self.ask("role", "grant", role, member).returncode, 0)
        own = json.loads(self.ask("whoami", "--json", user=user).stdout)
        self.assertEqual((own["account"], own["roles"]), (f"nobody/{user}", ["analyst"]))
        shown = json.loads(self.ask("config", "show", user=user).stdout)
        self.assertEqual((shown["servers"], shown["keys"]), ([], []))
        refused = self.ask("server", "remove", "fx", user=user)
        self.assertEqual(refused.returncode, 1)
        self.assertIn("It takes an administrator", refused.stderr)
        self.assertEqual(self.ask("role", "list", user=user).returncode, 1)


if __name__ == "__main__":
    unittest.main()
