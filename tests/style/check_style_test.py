"""Feeds check_style.py small files, each with one fault, and expects it to be named."""

import unittest

from check_style import check_file


def faults(path, text):
    return list(check_file(path, text))


def function(lines, head="void work()", indent=""):
    body = "".join(f"{indent}    step({n});\n" for n in range(lines))
    return f"{indent}{head}\n{indent}{{\n{body}{indent}}}\n"


class CheckStyleTest(unittest.TestCase):
    def assert_one_fault(self, path, text, part):
        found = faults(path, text)
        self.assertEqual(len(found), 1, found)
        self.assertIn(part, found[0])

    def test_accepts_files_within_the_limits(self):
        self.assertEqual(faults("gateway/base/a.h", "#pragma once\n" + "\n" * 199), [])
        self.assertEqual(faults("gateway/base/a.cpp", function(40) * 9), [])
        self.assertEqual(faults("tests/run.sh", "curl http://127.0.0.1:$port/\n"), [])

    def test_refuses_long_files(self):
        self.assert_one_fault("ui/a.h", "#pragma once\n" + "\n" * 200, "201 lines")
        self.assert_one_fault("ui/a.cpp", "\n" * 401, "401 lines")
        self.assert_one_fault("tests/ui/a_test.cpp", "\n" * 601, "601 lines")

    def test_refuses_long_functions(self):
        self.assert_one_fault("ui/a.cpp", "\n" + function(41), "ui/a.cpp:3: a function of 41 lines")
        self.assert_one_fault("ui/a.h", "#pragma once\nclass A\n{\n" + function(41, indent="    ") + "};\n", "41 lines")
        self.assert_one_fault("tests/ui/a_test.cpp", function(61, "TEST(A, B)"), "TEST(A, B)")

    def test_leaves_types_and_namespaces_alone(self):
        self.assertEqual(faults("ui/a.cpp", "namespace a {\n" + "int x;\n" * 60 + "}\n"), [])
        self.assertEqual(faults("ui/a.cpp", "struct A\n{\n" + "    int x;\n" * 60 + "};\n"), [])

    def test_lets_tests_keep_long_tables(self):
        table = "list texts()\n{\n    return {\n" + '        "text",\n' * 90 + "    };\n}\n"
        self.assertEqual(faults("tests/ui/a_test.cpp", table), [])
        self.assert_one_fault("ui/a.cpp", table, "92 lines")

    def test_refuses_leftovers(self):
        self.assert_one_fault("ui/a.cpp", "// TO" "DO: later\n", "leftover")

    def test_refuses_a_host_in_a_script(self):
        self.assert_one_fault("installer/run.sh", "curl https://" "mirror.test/x\n", "names no host")

    def test_wants_pragma_once(self):
        self.assert_one_fault("ui/a.h", "class A;\n", "#pragma once")


if __name__ == "__main__":
    unittest.main()
