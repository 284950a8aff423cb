"""Kills the gateway at random moments while clients call through it.

A real `portcullisctl serve` stands before a real server on standard streams. Clients keep the receipts that
they get, the server writes down which calls have reached it, and after each kill the oracle compares both with
the log. At the end the budgets of key, team, customer and server must have counted each call of the log once. --seed replays the moments and the calls (the machine's own timing is not replayed).
"""

import http.client
import json
import pathlib
import random
import sys
import threading
import time
import urllib.parse

import faults_support

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "app/ctl"))
import ctl_support  # noqa: E402  (found through the line above)

CLIENTS = 8
QUICK_ROUNDS = 10
LONG_ROUNDS = 200
ROUNDS_A_FOLDER = 10  # a log that grows without end would be checked again and again
STARTS_OUT_OF = 5  # one round in so many kills while the gateway starts
LONGEST_LOAD = 0.5  # seconds
LONGEST_START = 1.5
NEVER_REACHED = 10**9
RECEIPT = "io.portcullis/audit"


class Client(threading.Thread):
    """Calls until the gateway is gone."""

    def __init__(self, url, key, seed):
        super().__init__(daemon=True)
        self.url = urllib.parse.urlsplit(url)
        self.key = key
        self.random = random.Random(seed)
        self.receipts = []
        self.unanswered = 0  # calls without a receipt

    def run(self):
        connection = http.client.HTTPConnection(self.url.hostname, self.url.port, timeout=ctl_support.PATIENCE)
        try:
            _, session = self.post(connection, ctl_support.request(0, "initialize", ctl_support.INITIALIZE), {})
            headers = {"Mcp-Session-Id": session, "MCP-Protocol-Version": "2025-11-25"}
            self.post(connection, ctl_support.notification("notifications/initialized"), headers)
            for identity in range(1, 1 << 20):
                self.call(connection, identity, headers)
        except (OSError, http.client.HTTPException, ValueError):
            pass  # killed
        finally:
            connection.close()

    def call(self, connection, identity, headers):
        trace = f"{self.random.getrandbits(128) | 1:032x}"
        params = {
            "name": "fx__note",
            "arguments": {"id": trace, "bytes": self.random.randrange(4000)},
            "_meta": {"traceparent": f"00-{trace}-00f067aa0ba902b7-01"},
        }
        self.unanswered += 1
        body, _ = self.post(connection, ctl_support.request(identity, "tools/call", params), headers)
        receipt = body.get("result", {}).get("_meta", {}).get(RECEIPT)
        if receipt:
            self.receipts.append((receipt["n"], receipt["leaf"]))
            self.unanswered -= 1

    def post(self, connection, message, headers):
        connection.request("POST", self.url.path, json.dumps(message), {
            "Content-Type": "application/json",
            "Accept": "application/json, text/event-stream",
            "Authorization": "Bearer " + self.key,
            **headers,
        })
        answer = connection.getresponse()
        text = answer.read().decode()
        if answer.headers.get("Content-Type", "").startswith("text/event-stream"):
            lines = [line[len("data:"):] for line in text.splitlines() if line.startswith("data:")]
            text = next((line for line in reversed(lines) if line.strip()), "")
        return json.loads(text) if text else {}, answer.headers.get("Mcp-Session-Id")


class Log:
    """An installation that is killed again and again."""

    def __init__(self):
        self.place = ctl_support.Installation()
        self.reached = self.place.root / "reached"
        self.reached.touch()
        self.receipts = self.place.root / "receipts"
        self.unanswered = 0
        self.told = 0
        server = pathlib.Path(__file__).with_name("recording_server.py").resolve()
        self.place.config.write_text(json.dumps({"servers": [{
            "id": "fx", "transport": "stdio", "command": [sys.executable, "-B", str(server), str(self.reached)],
        }]}))
        self.place.start()
        self.key = self.place.make_key("client", "fx:*")["secret"]
        self.make_budgets()
        self.receipts.touch()
        self.place.stop()

    def make_budgets(self):
        """One for each level, all far from their limits."""
        self.place.json("customer", "add", "acme")
        self.place.json("team", "add", "ops", "--customer", "acme")
        self.place.json("key", "set", "client", "--team", "ops")
        for level in (("--key", "client"), ("--team", "ops"), ("--customer", "acme"), ("--server", "fx")):
            self.place.json("budget", "set", *level, "--calls", NEVER_REACHED, "--per", "year")

    def check_budgets(self, calls):
        self.place.start()
        states = self.place.json("budget", "list")
        self.place.stop()
        for state in states:
            counted = (state["use"]["used"], state["use"]["reserved"])
            if counted != (calls, 0):
                raise faults_support.Lost(
                    f"{calls} calls are in the log, and the budget {state['budget']['id']} counts {counted[0]} "
                    f"and holds {counted[1]}")
        return len(states)

    def kill_under_load(self, moments, after):
        ready = self.place.start()
        clients = [Client(ready["url"], self.key, moments.getrandbits(64)) for _ in range(CLIENTS)]
        for client in clients:
            client.start()
        time.sleep(after)
        self.place.kill()
        self.place.ready_file.unlink()
        for client in clients:
            client.join()
        self.unanswered += sum(client.unanswered for client in clients)
        with open(self.receipts, "a", encoding="ascii") as kept:
            for client in clients:
                self.told += len(client.receipts)
                kept.writelines(f"{n} {leaf}\n" for n, leaf in client.receipts)

    def kill_while_it_starts(self, after):
        self.place.launch()
        time.sleep(after)
        self.place.kill()
        self.place.ready_file.unlink(missing_ok=True)

    def examine(self):
        return faults_support.examine(
            self.place.data, self.receipts, self.unanswered, self.place.passphrase, self.reached)


def main():
    options = faults_support.arguments(
        __doc__, lambda parser: parser.add_argument("--rounds", type=int, help="how often to kill"))
    rounds = options.rounds or (LONG_ROUNDS if options.long else QUICK_ROUNDS)
    print(f"kill -9 under load: {rounds} rounds, {CLIENTS} clients, --seed {options.seed}", flush=True)
    moments = random.Random(options.seed)
    reached = told = untold = orphaned = starts = budgets = 0
    log = None
    for number in range(rounds):
        if number % ROUNDS_A_FOLDER == 0:
            log = Log()
        if moments.randrange(STARTS_OUT_OF) == 0:
            starts += 1
            log.kill_while_it_starts(moments.uniform(0, LONGEST_START))
        else:
            log.kill_under_load(moments, moments.uniform(0, LONGEST_LOAD))
        last = number % ROUNDS_A_FOLDER == ROUNDS_A_FOLDER - 1 or number == rounds - 1
        try:
            found = log.examine()
            budgets += log.check_budgets(found["calls"]) if last else 0
        except faults_support.Lost as lost:
            print(f"round {number + 1} of --seed {options.seed}: {lost}\nThe folder is kept: {log.place.root}")
            return 1
        if last:
            reached += len(log.reached.read_text().split())
            told += log.told
            untold += found["untold"]
            orphaned += found["orphaned"]
            log.place.remove()
    print(f"killed {rounds} times, {starts} of them while it started; {told} receipts, 0 lost; {reached} calls reached "
          f"the server, all with their intents; {orphaned} calls were running and are closed as orphaned; "
          f"{untold} calls are recorded that no client has a receipt of; {budgets} budgets count each call once")
    return 0


if __name__ == "__main__":
    sys.exit(main())
