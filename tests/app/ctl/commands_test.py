import json
import os
import signal
import subprocess
import unittest
import zipfile

from ctl_support import CTL, PATIENCE, CtlTest, post, request

CALL = {"name": "fx__echo", "arguments": {"text": "recorded text"}}
META = {
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientCapabilities": {},
}


def call(place, secret, tool="fx__echo", text="recorded text"):
    """One call over the bridge, in the era without sessions."""
    params = {"name": tool, "arguments": {"text": text}, "_meta": META}
    done = place.run("stdio", "--key-file", place.write_key(secret), stdin=json.dumps(request(1, "tools/call", params)) + "\n")
    return json.loads(done.stdout)


class WithoutGateway(CtlTest):
    """Commands on the folder itself."""

    def test_servers_are_added_listed_and_removed(self):
        place = self.place
        added = place.json("server", "add", "fx", "--command", CTL, "--env", "A=B", "--env-secret", "T=token",
                           "--", "demo-server", "--flag")
        self.assertEqual(added["command"], [CTL, "demo-server", "--flag"])
        self.assertEqual(added["environment"], {"A": "B", "T": {"secret": "token"}})
        place.json("server", "add", "web", "--url", "https://mcp.example.org/mcp",
                   "--header", "X-Team: risk", "--header-secret", "Authorization=web-token")
        listed = place.json("server", "list")
        self.assertEqual([server["id"] for server in listed], ["fx", "web"])
        self.assertEqual(listed[1]["headers"], {"X-Team": "risk", "Authorization": {"secret": "web-token"}})
        self.assertEqual(listed[0]["status"]["state"], "idle")
        self.assertEqual([s["name"] for s in place.json("secret", "list")], ["token", "web-token"])
        place.json("server", "disable", "web")
        self.assertEqual(place.json("server", "list")[1]["enabled"], False)
        place.json("server", "enable", "web")
        place.json("server", "remove", "web")
        self.assertEqual(len(place.json("server", "list")), 1)
        self.assertIn("fx", place.run("server", "list").stdout)

    def test_a_server_starts_where_its_command_was_given(self):
        place = self.place
        (place.root / "server.sh").write_text(f"exec {CTL} demo-server\n")
        done = subprocess.run([CTL, "server", "add", "fx", "--data", place.data, "--command", "sh", "--", "server.sh"],
                              cwd=place.root, timeout=PATIENCE, check=False, stdout=subprocess.DEVNULL)
        self.assertEqual(done.returncode, 0)
        self.assertEqual(place.json("server", "test", "fx")["serverName"], "portcullis-demo")
        self.assertEqual(place.json("server", "list")[0]["workingDirectory"], os.path.realpath(place.root))
        added = place.json("server", "add", "own", "--command", "x", "--cwd", "sub")
        self.assertEqual(added["workingDirectory"], os.path.join(os.getcwd(), "sub"))
        added = place.json("server", "add", "web", "--url", "https://mcp.example.org/mcp")
        self.assertEqual(added["workingDirectory"], "")

    def test_a_server_may_start_late_and_be_reached_in_its_own_way(self):
        place = self.place
        added = place.json("server", "add", "late", "--command", "x", "--lazy", "--idle-stop", "600")
        self.assertEqual((added["start"], added["idleStopSeconds"]), ("lazy", 600))
        self.assertEqual((added["scope"], added["onePerson"]), ("shared", False))
        added = place.json("server", "add", "own", "--command", "x", "--scope", "key", "--one-person")
        self.assertEqual((added["scope"], added["onePerson"]), ("key", True))
        self.assertEqual((added["keepWebLinks"], added["roots"]), (False, []))
        added = place.json("server", "add", "rooted", "--command", "x", "--root", "/srv/a", "--root", "b", "--keep-web-links")
        self.assertEqual((added["keepWebLinks"], added["roots"][0]), (True, "/srv/a"))
        self.assertTrue(all(added[name] for name in ("offersForms", "offersAddresses", "offersSampling", "offersRoots")))
        quiet = place.json("server", "add", "quiet", "--command", "x", "--sampling", "off", "--client-roots", "off")
        self.assertEqual((quiet["offersForms"], quiet["offersSampling"], quiet["offersRoots"]), (True, False, False))
        quiet = place.json("server", "set", "quiet", "--sampling", "on", "--forms", "off", "--addresses", "off")
        self.assertEqual((quiet["offersForms"], quiet["offersAddresses"]), (False, False))
        self.assertEqual((quiet["offersSampling"], quiet["offersRoots"]), (True, False))
        self.assertTrue(added["roots"][1].startswith("/") and added["roots"][1].endswith("/b"), added)
        added = place.json("server", "add", "web", "--url", "https://mcp.example.org/mcp",
                           "--client-cert", "/etc/own.pem", "--client-key", "own.key",
                           "--client-key-passphrase-secret", "own-key", "--proxy", "http://proxy.example:3128")
        self.assertEqual((added["start"], added["idleStopSeconds"]), ("eager", 0))
        self.assertEqual(added["clientCertFile"], "/etc/own.pem")
        self.assertEqual(added["clientKeyFile"], os.path.join(os.getcwd(), "own.key"))
        self.assertEqual(added["clientKeyPassphrase"], {"secret": "own-key"})
        self.assertEqual(added["proxy"], "http://proxy.example:3128")
        self.assertEqual([s["name"] for s in place.json("secret", "list")], ["own-key"])
        for bad in (["--proxy", "socks5://proxy:1"], ["--idle-stop", "5"], ["--client-cert", "/own.pem"]):
            refused = place.run("server", "add", "bad", "--url", "https://mcp.example.org/mcp", *bad)
            self.assertEqual(refused.returncode, 1, bad)

    def test_a_server_of_the_old_transport_is_named_as_such(self):
        added = self.place.json("server", "add", "old", "--url", "https://mcp.example.org/sse", "--sse")
        self.assertEqual((added["transport"], added["protocol"]), ("sse", "auto"))
        self.assertIn("https://mcp.example.org/sse", self.place.run("server", "list").stdout)
        self.assertEqual(self.place.run("server", "add", "fx", "--command", "x", "--sse").returncode, 2)
        stateless = self.place.run("server", "add", "fx", "--url", "https://h/", "--sse", "--protocol", "stateless")
        self.assertEqual(stateless.returncode, 1)

    def test_the_proxy_of_the_system_is_taken_from_the_environment(self):
        # An address that is no loopback address and that the system connects nobody to.
        self.place.json("server", "add", "web", "--url", "http://255.255.255.255:1/mcp", "--allow-plain-http")

        def attempt(**variables):
            done = subprocess.run([CTL, "server", "test", "web", "--data", self.place.data], timeout=PATIENCE,
                                  check=False, text=True, capture_output=True,
                                  env={"PATH": os.environ["PATH"], **variables})
            return done.stdout + done.stderr

        useless = "socks5://user:hush@proxy.example"
        for name in ("http_proxy", "HTTP_PROXY"):
            told = attempt(**{name: useless})
            self.assertEqual("names a proxy that cannot be used" in told, name == "http_proxy", told)
            self.assertNotIn("hush", told)
        self.assertIn("Cannot connect to http://255.255.255.255:1", attempt(http_proxy=useless, NO_PROXY="255.255.255.255"))

    def test_refuses_bad_servers(self):
        both = self.place.run("server", "add", "fx", "--command", "x", "--url", "https://h/")
        self.assertEqual(both.returncode, 2)
        self.assertEqual(self.place.run("server", "add", "FX", "--command", "x").returncode, 1)
        self.assertEqual(self.place.run("server", "add", "fx", "--command", "x", "--env", "novalue").returncode, 2)
        self.assertEqual(self.place.run("server", "add", "fx", "--command", "x").returncode, 0)
        again = self.place.run("server", "add", "fx", "--command", "x", "--json")
        self.assertEqual(again.returncode, 1)
        self.assertEqual(json.loads(again.stderr)["error"]["code"], "already_exists")

    def test_two_at_once_lose_nothing(self):
        command = [CTL, "server", "add", "--command", "x", "--data", str(self.place.data)]
        adders = [subprocess.Popen([*command, f"s{n}"], stdout=subprocess.DEVNULL) for n in range(8)]
        self.assertEqual([adder.wait(PATIENCE) for adder in adders], [0] * 8)
        self.assertEqual(len(self.place.json("server", "list")), 8)

    def test_keys_are_made_on_the_folder_and_work_later(self):
        place = self.place
        place.json("server", "add", "fx", "--command", CTL, "--", "demo-server")
        made = place.json("key", "create", "client", "--allow", "fx:echo", "--owner", "Ada",
                          "--expires", "30d", "--content", "prove-only", *place.unlock)
        self.assertEqual(set(made), {"id", "secret"})
        ready = place.start(config=False)
        self.assertEqual(post(ready["url"], "pcl_wrong", request(1, "ping"))[0], 401)
        self.assertIn("result", call(place, made["secret"]))
        shown = place.json("key", "show", "client")
        self.assertEqual((shown["owner"], shown["content"], shown["allow"]), ("Ada", "prove-only", ["fx:echo"]))
        self.assertNotIn("hash", shown)

    def test_keys_need_the_data_to_be_opened(self):
        self.place.json("server", "add", "fx", "--command", "x")
        done = self.place.run("key", "create", "client", "--allow", "fx:*")
        self.assertEqual(done.returncode, 3)
        self.assertIn("--unlock", done.stderr)

    def test_allow_shows_the_difference(self):
        place = self.place
        place.json("server", "add", "fx", "--command", "x")
        place.json("key", "create", "client", "--allow", "fx:echo", *place.unlock)
        changed = place.json("key", "allow", "client", "--allow", "fx:add", "--revoke", "fx:echo")
        self.assertEqual((changed["added"], changed["removed"], changed["allow"]), (["fx:add"], ["fx:echo"], ["fx:add"]))
        self.assertEqual(place.run("key", "allow", "client", "--revoke", "fx:echo").returncode, 1)
        self.assertEqual(place.run("key", "allow", "client").returncode, 2)
        text = place.run("key", "allow", "client", "--allow", "fx:*").stdout
        self.assertIn("+ fx:*", text)
        self.assertEqual(place.run("key", "allow", "client", "--allow", "nonsense").returncode, 2)
        self.assertEqual(place.run("key", "allow", "nobody", "--allow", "fx:*").returncode, 1)
        place.json("key", "disable", "client")
        self.assertEqual(place.json("key", "list")[0]["state"], "disabled")
        place.json("key", "enable", "client")
        place.json("key", "remove", "client")
        self.assertEqual(place.json("key", "list"), [])

    def test_lenient_accept_is_set_and_changed(self):
        place = self.place
        place.json("key", "create", "plain", *place.unlock)
        place.json("key", "create", "easy", "--lenient-accept", *place.unlock)
        self.assertEqual([key["lenientAccept"] for key in place.json("key", "list")], [False, True])
        changed = place.json("key", "set", "plain", "--lenient-accept", "on")
        self.assertTrue(changed["lenientAccept"])
        self.assertIn("already on", place.run("key", "set", "plain", "--lenient-accept", "on").stdout)
        place.json("key", "disable", "plain")  # leaves it alone
        self.assertTrue(place.json("key", "show", "plain")["lenientAccept"])
        place.json("key", "set", "plain", "--lenient-accept", "off")
        shown = place.json("key", "show", "plain")
        self.assertEqual((shown["lenientAccept"], shown["state"]), (False, "disabled"))
        self.assertIn("Lenient Accept", place.run("key", "show", "plain").stdout)
        for wrong in ([], ["--lenient-accept", "maybe"]):
            self.assertEqual(place.run("key", "set", "plain", *wrong).returncode, 2)

    def test_configuration_goes_out_and_in(self):
        place = self.place
        place.json("server", "add", "fx", "--command", "x")
        file = place.root / "out.json"
        place.json("config", "export", file)
        place.json("server", "remove", "fx")
        self.assertEqual(place.json("config", "import", file), {"changed": ["+ server fx"]})
        self.assertEqual(place.json("config", "import", file), {"changed": []})
        self.assertEqual(json.loads(place.run("config", "show").stdout)["servers"][0]["id"], "fx")
        file.write_text("not json")
        self.assertEqual(place.run("config", "import", file).returncode, 1)

    def test_a_server_is_tried(self):
        place = self.place
        place.json("server", "add", "fx", "--command", CTL, "--", "demo-server")
        report = place.json("server", "test", "fx")
        self.assertEqual(report["serverName"], "portcullis-demo")
        self.assertIn("echo", [tool["name"] for tool in report["tools"]])
        place.json("server", "add", "gone", "--command", "/no/such/program")
        self.assertEqual(place.run("server", "test", "gone").returncode, 1)

    def test_secrets_come_from_standard_input_and_files(self):
        place = self.place
        place.json("server", "add", "fx", "--command", "/bin/sh", "--env-secret", "TOKEN=token", "--", "-c",
                   f'test "$TOKEN" = s3cret && exec {CTL} demo-server')
        place.json("secret", "put", "token", *place.unlock, stdin="s3cret\n")
        self.assertEqual(place.run("server", "test", "fx", *place.unlock).returncode, 0)
        file = place.root / "secret"
        file.write_text("other")
        file.chmod(0o600)
        place.json("secret", "put", "token", "--from-file", file, *place.unlock)
        self.assertEqual(place.run("server", "test", "fx", *place.unlock).returncode, 1)
        place.json("secret", "remove", "token", *place.unlock)
        self.assertNotIn("s3cret", (place.data / "vault.json").read_text())
        self.assertEqual(place.run("secret", "put", "token", *place.unlock, stdin="").returncode, 1)

    def test_a_secret_is_stored_and_forgotten_with_a_record_or_not_at_all(self):
        place = self.place
        place.json("server", "add", "fx", "--command", "x")
        place.json("secret", "put", "token", *place.unlock, stdin="s3cret")
        place.json("secret", "put", "token", *place.unlock, stdin="another")
        place.json("secret", "remove", "token", *place.unlock)
        bundle = place.root / "bundle.zip"
        place.json("audit", "export", "--out", bundle, *place.unlock)
        with zipfile.ZipFile(bundle) as archive:
            bodies = [json.loads(line) for line in archive.read("log/bodies.jsonl").splitlines()]
        changes = [body for body in bodies if body.get("change", "").startswith("secret.")]
        self.assertEqual([(body["change"], body["subject"], body["by"]) for body in changes],
                         [("secret.set", "token", "ctl"), ("secret.set", "token", "ctl"),
                          ("secret.remove", "token", "ctl")])
        self.assertNotIn("before", changes[0])
        self.assertEqual(changes[1]["before"], changes[0]["after"])
        self.assertEqual(changes[2]["before"], changes[1]["after"])
        self.assertNotIn("after", changes[2])
        (place.data / "audit.db").write_bytes(b"no log")
        self.assertEqual(place.run("secret", "put", "late", *place.unlock, stdin="value").returncode, 1)
        self.assertNotIn("late", [one["name"] for one in place.json("secret", "list")])

    def test_secrets_are_listed_as_stored_missing_or_unused(self):
        place = self.place
        place.json("server", "add", "fx", "--command", "x", "--env-secret", "A=both", "--env-secret", "B=absent")
        place.json("secret", "put", "both", *place.unlock, stdin="1")
        place.json("secret", "put", "spare", *place.unlock, stdin="2")
        self.assertEqual([(one["name"], one["state"], one["usedBy"]) for one in place.json("secret", "list")],
                         [("absent", "missing", ["fx (variable B)"]), ("both", "stored", ["fx (variable A)"]),
                          ("spare", "unused", [])])

    def test_a_removed_server_takes_its_secrets_along(self):
        place = self.place
        place.json("server", "add", "fx", "--command", "x", "--env-secret", "A=own", "--env-secret", "B=shared")
        place.json("server", "add", "other", "--command", "x", "--env-secret", "B=shared")
        for name in ("own", "shared"):
            place.json("secret", "put", name, *place.unlock, stdin="value")
        place.json("server", "remove", "fx", *place.unlock)
        self.assertEqual([one["name"] for one in place.json("secret", "list")], ["shared"])
        done = place.run("server", "remove", "other")
        self.assertEqual(done.returncode, 0)
        self.assertIn("portcullisctl secret remove shared", done.stderr)

    def test_status_says_that_nothing_runs(self):
        done = self.place.run("status", "--json")
        self.assertEqual(done.returncode, 3)
        self.assertEqual(json.loads(done.stdout)["state"], "stopped")
        self.assertEqual(self.place.run("server", "restart", "fx").returncode, 3)
        self.assertEqual(self.place.run("activity", "--follow").returncode, 3)
        self.assertEqual(self.place.json("activity"), {"rows": [], "more": False})

    def test_the_default_folder_follows_the_desktop_rules(self):
        environment = dict(os.environ, XDG_DATA_HOME=str(self.place.root / "share"))
        done = subprocess.run([CTL, "status", "--json"], env=environment, capture_output=True, text=True,
                              timeout=PATIENCE, check=False)
        self.assertEqual(json.loads(done.stdout)["dataFolder"], str(self.place.root / "share/portcullis"))


class WithGateway(CtlTest):
    """The same through the control socket, and what only a gateway can do."""

    def test_commands_go_to_the_gateway(self):
        place = self.place
        place.start()
        self.assertEqual(place.json("status")["state"], "running")
        place.json("server", "add", "more", "--command", CTL, "--", "demo-server")
        self.assertEqual([server["id"] for server in place.json("server", "list")], ["fx", "more"])
        self.assertEqual(place.json("server", "test", "more")["serverName"], "portcullis-demo")
        place.json("server", "restart", "fx")
        missing = place.run("server", "restart", "nothing", "--json")
        self.assertEqual(missing.returncode, 1)
        self.assertEqual(json.loads(missing.stderr)["error"]["code"], "not_found")
        place.json("secret", "put", "token", stdin="value")
        self.assertEqual(place.run("status").returncode, 0)

    def test_the_log_is_read_while_it_runs_and_after(self):
        place = self.place
        place.start()
        secret = place.make_key("client", "fx:echo")["secret"]
        self.assertIn("result", call(place, secret))
        self.assertIn("error", call(place, secret, tool="fx__add"))
        rows = place.json("activity")["rows"]
        calls = [(row["tool"], row["reason"], row["outcome"]) for row in rows if row["tool"]]
        self.assertEqual(calls, [("add", "tool_not_allowed", "denied"), ("echo", "allowed", "ok")])
        refused = place.json("activity", "--refused", "--limit", "1")["rows"]
        self.assertEqual([row["tool"] for row in refused], ["add"])
        self.assertEqual(len(place.json("activity", "--key", "client", "--tool", "ech")["rows"]), 1)
        details = place.json("activity", "show", rows[1]["n"])
        self.assertIn("recorded text", details["arguments"])
        self.assertIn("recorded text", place.run("activity", "show", rows[1]["n"]).stdout)
        self.assertEqual(place.run("activity", "show", "999999").returncode, 1)
        tools = {tool["name"]: tool["publicName"] for tool in place.json("server", "tools", "fx")}
        place.stop()
        self.assertEqual(place.run("activity").returncode, 3)
        self.assertEqual(place.json("activity", *place.unlock)["rows"], rows)
        after = {tool["name"]: tool["publicName"] for tool in place.json("server", "tools", "fx")}
        self.assertEqual(after, tools)
        self.assertEqual(tools["echo"], "fx__echo")

    def test_the_log_can_be_followed(self):
        place = self.place
        place.start()
        secret = place.make_key("client", "fx:echo")["secret"]
        call(place, secret)
        with subprocess.Popen([CTL, "activity", "--follow", "--json", "--data", str(place.data)],
                              stdout=subprocess.PIPE, text=True) as follower:
            self.assertEqual(json.loads(follower.stdout.readline())["tool"], "echo")
            call(place, secret, tool="fx__add")
            self.assertEqual(json.loads(follower.stdout.readline())["outcome"], "denied")
            follower.send_signal(signal.SIGINT)
            self.assertEqual(follower.wait(PATIENCE), 0)

    def test_a_disabled_key_is_refused_at_once(self):
        place = self.place
        ready = place.start()
        made = place.make_key("client", "fx:echo")
        place.json("key", "disable", made["id"])
        self.assertEqual(post(ready["url"], made["secret"], request(1, "ping"))[0], 401)


if __name__ == "__main__":
    unittest.main()
