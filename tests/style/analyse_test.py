"""Lets analyse.py read groups of sources with a stand-in for clang-tidy."""

import tempfile
import unittest

import analyse


class StandIn(analyse.Analysis):
    """Finds what is wrong with each source by its name; two sources named clash-… do not compile together."""

    def _run(self, directory, flags, paths):
        self.runs += 1
        if sum("clash" in path for path in paths) > 1:
            return 1, f"error: redefinition {analyse.BROKEN}\n"
        bad = [path for path in paths if "bad" in path or ("shy" in path and len(paths) > 1)]
        return (1 if bad else 0), "".join(f"{path}: warning: found\n" for path in bad)


def entry(path, flags="-O2"):
    return {"directory": "/b", "file": path, "command": f"/usr/bin/ccache c++ {flags} -o x.o -c {path}"}


class AnalyseTest(unittest.TestCase):
    def findings(self, *paths):
        with tempfile.TemporaryDirectory() as folder:
            analysis = StandIn(folder)
            return analysis.findings("/b", ("c++",), list(paths)), analysis.runs

    def test_reads_clean_sources_once(self):
        self.assertEqual(self.findings("a", "b", "c"), ("", 1))

    def test_says_what_it_finds_once(self):
        self.assertEqual(self.findings("a", "bad", "c")[0], "bad: warning: found\n")

    def test_does_not_report_what_a_source_shows_in_company_only(self):
        self.assertEqual(self.findings("a", "shy")[0], "")

    def test_halves_what_does_not_compile_together_and_still_finds_faults(self):
        found, runs = self.findings("clash-1", "bad", "clash-2", "c")
        self.assertEqual(found, "bad: warning: found\n")
        self.assertGreater(runs, 2)

    def test_groups_by_folder_and_flags_and_leaves_out_what_is_not_asked(self):
        entries = [entry("/r/x/b.cpp"), entry("/r/x/a.cpp"), entry("/r/y/c.cpp"), entry("/r/x/d.cpp", "-O0"), entry("/r/z.cpp")]
        asked = [each["file"] for each in entries[:4]]
        grouped = list(analyse.groups(entries, asked))
        self.assertEqual([paths for _, _, paths in grouped], [["/r/x/d.cpp"], ["/r/x/a.cpp", "/r/x/b.cpp"], ["/r/y/c.cpp"]])
        self.assertEqual(grouped[1][1], ("c++", "-O2"))

    def test_refuses_a_source_that_is_not_built(self):
        with self.assertRaises(SystemExit):
            list(analyse.groups([entry("/r/x/a.cpp")], ["/r/x/forgotten.cpp"]))


if __name__ == "__main__":
    unittest.main()
