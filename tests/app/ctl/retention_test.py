import json
import unittest

from ctl_support import CtlTest, post, request


class Retention(CtlTest):
    """What the log gives up, and what it must keep."""

    def make_calls(self, *texts):
        ready = self.place.start()
        secret = self.place.make_key("client", "fx:echo")["secret"]
        for n, text in enumerate(texts):
            status, answer = post(ready["url"], secret, request(
                n, "tools/call", {"name": "fx__echo", "arguments": {"text": text}}))
            self.assertEqual(status, 200, answer)

    def test_what_a_text_is_found_in_is_erased_when_it_is_said_twice(self):
        self.make_calls("patient P1", "patient P2")
        found = self.place.run("retention", "erase", "--containing", "-", stdin="P2\n")
        self.assertEqual(found.returncode, 0, found.stderr)
        self.assertIn("Found 2 contents", found.stdout)
        self.assertIn("--yes", found.stderr)
        unsaid = self.place.run("retention", "erase", "--containing", "-", "--yes", stdin="P2\n")
        self.assertEqual(unsaid.returncode, 1)
        self.assertIn("reason", unsaid.stderr)
        erased = self.place.json("retention", "erase", "--containing", "-", "--reason", "Art. 17", "--yes", stdin="P2\n")
        self.assertEqual(erased["count"], 2)
        self.assertEqual(self.place.json("audit", "verify", "--db", "--deep")["verdict"], "valid")
        bundle = self.place.root / "out.zip"
        summary = self.place.json("audit", "export", "--out", bundle)
        self.assertEqual(summary["counts"]["values"], 2)
        checked = self.place.run("audit", "verify", bundle, data=False)
        self.assertEqual(checked.returncode, 0, checked.stdout)

    def test_a_hold_stops_erasure_until_it_is_released(self):
        self.make_calls("patient P1")
        unmet = self.place.run("retention", "hold", "--server", "xf", "--reason", "Case 12")
        self.assertIn("of 0 records", unmet.stdout)
        self.assertIn("Is that right?", unmet.stderr)
        met = self.place.run("retention", "hold", "--server", "fx", "--reason", "Case 12")
        self.assertIn("of 2 records", met.stdout)
        for text in (unmet.stdout, met.stdout):
            self.place.run("retention", "release", text.split()[1], "--reason", "A trial")
        hold = self.place.json("retention", "hold", "--server", "fx", "--reason", "Case 12")
        self.assertEqual(self.place.json("retention", "holds"), [hold])
        refused = self.place.run("retention", "erase", "--server", "fx", "--reason", "Art. 17", "--yes")
        self.assertEqual(refused.returncode, 1)
        self.assertIn("legal hold", refused.stderr)
        self.assertEqual(self.place.run("retention", "remove", "--contents-before", "2100-01-01", "--yes").stdout,
                         "Removed 0 contents and 0 bodies.\n")
        released = self.place.run("retention", "release", hold["id"], "--reason", "Closed")
        self.assertEqual(released.returncode, 0, released.stderr)
        self.assertIn("Nothing is on hold", self.place.run("retention", "holds").stdout)
        found = self.place.run("retention", "remove", "--bodies-before", "2100-01-01")
        self.assertEqual(found.stdout, "Found 2 contents and 2 bodies that are older and not on hold.\n")
        self.assertIn("--yes", found.stderr)
        removed = self.place.json("retention", "remove", "--bodies-before", "2100-01-01", "--yes")
        self.assertEqual((removed["contents"], removed["bodies"]), (2, 2))
        checked = self.place.run("audit", "verify", "--db", "--deep")
        self.assertEqual(checked.returncode, 3, checked.stdout)
        self.assertEqual(checked.stdout.splitlines()[-1], "VALID, BUT INCOMPLETE: 2 bodies were removed by retention.")
        report = json.loads(self.place.run("audit", "verify", "--db", json_output=True).stdout)
        self.assertEqual((report["bodiesRemoved"], report["verdict"]), (2, "incomplete"))

    def test_what_is_meant_must_be_said(self):
        self.place.start()
        for wrong in (["hold", "--reason", "x"], ["hold", "--everything", "--server", "fx", "--reason", "x"],
                      ["hold", "--server", "fx"], ["remove", "--yes"], ["remove", "--bodies-before", "soon", "--yes"]):
            self.assertEqual(self.place.run("retention", *wrong).returncode, 2, wrong)
        self.assertEqual(self.place.run("retention", "erase").returncode, 1)
        self.assertEqual(self.place.run("retention", "release", "none", "--reason", "x").returncode, 1)

    def test_days_to_keep_are_settings_and_the_gateway_goes_by_them(self):
        self.make_calls("patient P1")
        kept = self.place.json("retention", "keep", "--contents", "90", "--bodies", "365")
        self.assertEqual(kept, {"contentDays": 90, "bodyDays": 365})
        self.assertIn("for ever", self.place.run("retention", "keep", "--contents", "0").stdout)
        settings = self.place.json("config", "show")["settings"]
        self.assertEqual(settings["retention"], {"contentDays": 0, "bodyDays": 365})
        self.assertEqual(self.place.run("retention", "keep", "--bodies", "40000").returncode, 1)

    def test_it_works_on_the_folder_when_nothing_runs(self):
        self.make_calls("patient P1")
        self.place.stop()
        hold = self.place.json("retention", "hold", "--everything", "--reason", "Case 12", *self.place.unlock)
        self.assertEqual(hold["by"], "ctl")
        self.place.json("retention", "keep", *self.place.unlock)
        released = self.place.run("retention", "release", hold["id"], "--reason", "Closed", *self.place.unlock)
        self.assertEqual(released.returncode, 0, released.stderr)
        erased = self.place.json("retention", "erase", "--server", "fx", "--reason", "Art. 17", "--yes",
                                 *self.place.unlock)
        self.assertEqual(erased["count"], 2)


if __name__ == "__main__":
    unittest.main()
