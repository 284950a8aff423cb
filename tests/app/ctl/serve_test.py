import json
import os
import stat
import unittest

from ctl_support import CTL, CtlTest, post, request, wait_until
from mcp_client import McpClient


class ServeTest(CtlTest):
    def test_writes_the_ready_file_and_accepts_calls(self):
        ready = self.place.start()
        self.assertEqual(set(ready), {"url", "pid"})
        self.assertEqual(ready["pid"], self.place.process.pid)
        self.assertRegex(ready["url"], r"^http://127\.0\.0\.1:\d+/mcp$")
        made = self.place.make_key("client", "fx:*")
        self.assertEqual(set(made), {"id", "secret"})
        self.assertTrue(made["secret"].startswith("pcl_"))
        status, answer = post(ready["url"], made["secret"], request(1, "initialize", {
            "protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"},
        }))
        self.assertEqual(status, 200)
        self.assertIn("result", answer)
        self.assertEqual(post(ready["url"], None, request(1, "ping"))[0], 401)

    def test_stops_cleanly_at_sigterm(self):
        self.place.start()
        self.assertEqual(self.place.stop(), 0)
        self.assertFalse(self.place.ready_file.exists())

    def test_leaves_no_core_dump_with_keys_in_it(self):
        self.place.start()
        with open(f"/proc/{self.place.process.pid}/limits", encoding="ascii") as limits:
            core = next(line for line in limits if line.startswith("Max core file size"))
        self.assertEqual(core.split()[4:6], ["0", "0"])

    def test_keeps_keys_over_a_restart_with_the_same_file(self):
        self.place.start()
        made = self.place.make_key("client", "fx:echo")
        self.place.stop()
        ready = self.place.start()
        self.assertEqual(post(ready["url"], made["secret"], request(1, "ping"))[0] in (200, 400), True)
        self.assertEqual([key["id"] for key in self.place.json("key", "list")], [made["id"]])

    def test_replaces_servers_and_takes_their_rules_away(self):
        self.place.start()
        self.place.make_key("client", "fx:echo")
        self.place.stop()
        self.place.config.write_text(json.dumps({"servers": [self.place.demo_server("other")]}))
        self.place.start()
        self.assertEqual([server["id"] for server in self.place.json("server", "list")], ["other"])
        self.assertEqual(self.place.json("key", "list")[0]["allow"], [])

    def test_starts_servers_beside_the_file_that_names_them(self):
        (self.place.root / "server.sh").write_text(f"exec {CTL} demo-server\n")
        self.place.config.write_text('{"servers":[{"id":"fx","transport":"stdio","command":["sh","server.sh"]}]}')
        self.place.start()
        wait_until(lambda: self.place.json("server", "list")[0]["status"]["state"] == "ready", "the server")

    def test_progress_extends_a_call_to_the_limit_of_the_settings(self):
        server = {**self.place.demo_server("fx"), "callTimeoutSeconds": 2}
        limits = {"longestCallSeconds": 4}
        self.place.config.write_text(json.dumps({"servers": [server], "settings": {"limits": limits}}))
        ready = self.place.start()
        client = McpClient(ready["url"], self.place.make_key("client", "fx:*")["secret"])
        client.await_tool("fx__slow")
        progress = {"progressToken": "p"}
        done = client.call("fx__slow", {"steps": 5, "millis": 600}, meta=progress)
        self.assertFalse(done["result"].get("isError"), done)
        ended = client.call("fx__slow", {"steps": 30, "millis": 500}, meta=progress)
        self.assertTrue(ended["result"].get("isError"), ended)

    def test_makes_a_folder_for_its_owner_only(self):
        self.place.start()
        self.assertEqual(stat.S_IMODE(self.place.data.stat().st_mode), 0o700)
        for name in ("keyslots.json", "config.json", "audit.db"):
            self.assertEqual(stat.S_IMODE((self.place.data / name).stat().st_mode), 0o600, name)

    def test_refuses_a_wrong_passphrase(self):
        self.place.start()
        self.place.stop()
        self.place.passphrase.write_text("something else")
        done = self.place.run("serve", "--listen", "127.0.0.1:0", *self.place.unlock)
        self.assertEqual(done.returncode, 3)
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)

    def test_never_makes_a_new_key_beside_an_old_log(self):
        self.place.start()
        self.place.stop()
        os.remove(self.place.data / "keyslots.json")
        done = self.place.run("serve", "--listen", "127.0.0.1:0", *self.place.unlock)
        self.assertEqual(done.returncode, 1)
        self.assertIn("keyslots.json", done.stderr)
        self.assertFalse((self.place.data / "keyslots.json").exists())

    def test_refuses_a_second_gateway_on_the_folder(self):
        taken = self.place.start()["url"].split("/")[2]
        for address in ("127.0.0.1:0", taken):
            done = self.place.run("serve", "--listen", address, *self.place.unlock)
            self.assertEqual(done.returncode, 3)
            self.assertRegex(done.stderr, rf"Another Portcullis \(process {self.place.process.pid}, since 20.*Z\) has")

    def test_says_where_a_configuration_file_is_wrong(self):
        self.place.config.write_text('{"servers":[{"id":"fx","transport":"stdio","comand":["x"]}]}')
        done = self.place.run("serve", "--listen", "127.0.0.1:0", "--config", self.place.config, *self.place.unlock)
        self.assertEqual(done.returncode, 1)
        self.assertIn("/servers/0/comand", done.stderr)

    def test_listens_on_this_machine_only(self):
        done = self.place.run("serve", "--listen", "0.0.0.0:0", *self.place.unlock)
        self.assertEqual(done.returncode, 1)
        self.assertEqual(self.place.run("serve", "--listen", "nowhere").returncode, 2)

    def test_wants_to_know_how_to_open_the_data(self):
        done = self.place.run("serve", "--listen", "127.0.0.1:0")
        self.assertEqual(done.returncode, 3)
        self.assertIn("--unlock", done.stderr)

    def test_reads_the_passphrase_from_a_descriptor(self):
        self.place.start()
        self.place.stop()
        done = self.place.run("key", "create", "x", "--unlock", "passphrase-fd:0", "--json",
                              stdin=self.place.passphrase.read_text())
        self.assertEqual(done.returncode, 0, done.stderr)


if __name__ == "__main__":
    unittest.main()
