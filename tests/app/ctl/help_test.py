import os
import pathlib
import re
import subprocess
import unittest

from ctl_support import CTL, PATIENCE

MANUAL = pathlib.Path(os.environ["PORTCULLISCTL_MANUAL"])


def run(*arguments):
    return subprocess.run([CTL, *arguments], capture_output=True, text=True, timeout=PATIENCE, check=False)


def subcommands(*path):
    """The names in the list of subcommands of a --help text."""
    text = run(*path, "--help").stdout
    _, found, rest = text.partition("Subcommands:\n")
    listed = rest.split("\n\n")[0] if found else ""
    return re.findall(r"^  (\S+)", listed, re.MULTILINE)


def all_commands():
    for name in subcommands():
        inner = subcommands(name)
        yield (name,)
        for second in inner:
            yield (name, second)


class HelpTest(unittest.TestCase):
    def test_every_command_explains_itself(self):
        commands = list(all_commands())
        self.assertGreater(len(commands), 25)
        for command in commands:
            done = run(*command, "--help")
            self.assertEqual(done.returncode, 0, command)
            self.assertIn("Usage:", done.stdout, command)
            self.assertEqual(done.stderr, "", command)

    def test_the_manual_has_every_command(self):
        manual = MANUAL.read_text()
        for command in all_commands():
            self.assertIn(".It Cm " + " ".join(command), manual)

    def test_the_manual_has_every_option(self):
        manual = MANUAL.read_text()
        for command in all_commands():
            if command[0] == "bench":
                continue
            for option in re.findall(r"^  (?:-\w,)?--([a-z0-9-]+)", run(*command, "--help").stdout, re.MULTILINE):
                self.assertRegex(manual, rf"Fl -{option}\b", f"{command} --{option}")

    def test_the_version_is_told(self):
        done = run("--version")
        self.assertEqual(done.returncode, 0)
        self.assertRegex(done.stdout, r"^portcullisctl \d+\.\d+\.\d+\n$")

    def test_wrong_lines_end_with_2(self):
        for line in ([], ["nonsense"], ["key"], ["key", "create"], ["status", "--nonsense"],
                     ["serve", "--unlock", "nonsense"], ["key", "create", "x", "--expires", "soon"]):
            self.assertEqual(run(*line).returncode, 2, line)

    def test_hidden_commands_stay_hidden(self):
        self.assertNotIn("demo-server", run("--help").stdout)


if __name__ == "__main__":
    unittest.main()
