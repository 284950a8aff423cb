"""Feeds check_layers.py small trees, each with one fault, and expects it to be named."""

import pathlib
import tempfile
import unittest

from check_layers import check, find_cycle

TABLE = """
gateway/base:
gateway/api:    gateway/base    # the waist
gateway/engine: gateway/*
ui:             gateway/base gateway/api
app:            gateway/*
app/desktop:    gateway/* app ui
tests:          *
"""


class CheckLayersTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)

    def write(self, path, text=""):
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)

    def faults(self, table=TABLE):
        return check(self.root, table)

    def assert_one_fault(self, *parts, table=TABLE):
        faults = self.faults(table)
        self.assertEqual(len(faults), 1, faults)
        for part in parts:
            self.assertIn(part, faults[0])

    def test_accepts_a_tree_that_follows_the_table(self):
        self.write("README.md")
        self.write(".gitignore")
        self.write("build/dev/CMakeCache.txt")
        self.write("gateway/base/result.h", "#include <expected>\n")
        self.write("gateway/api/config.h", '#include "gateway/base/result.h"\n#include <nlohmann/json.hpp>\n')
        self.write("gateway/engine/engine.cpp", '#include "gateway/api/config.h"\n')
        self.write("ui/window.cpp", '#include "gateway/api/config.h"\n#include <QWidget>\n')
        self.write("app/desktop/main.cpp", '#include "ui/window.h"\n#include "app/paths.h"\n')
        self.write("tests/ui/window_test.cpp", '#include "ui/window.h"\n#include "gateway/engine/engine.h"\n')
        self.assertEqual(self.faults(), [])

    def test_names_file_and_line_of_a_forbidden_edge(self):
        self.write("ui/window.cpp", '#pragma once\n  #  include "gateway/engine/engine.h"\n')
        self.assert_one_fault("ui/window.cpp:2:", "ui may not include gateway/engine")

    def test_sees_an_edge_written_with_angle_brackets(self):
        self.write("gateway/base/a.cpp", "#include <gateway/api/config.h>\n")
        self.assert_one_fault("gateway/base may not include gateway/api")

    def test_keeps_the_rest_of_app_from_ui(self):
        self.write("app/ctl/main.cpp", '#include "ui/window.h"\n')
        self.assert_one_fault("app may not include ui")

    def test_refuses_qt_in_gateway(self):
        for header in ("QString", "QtCore/QString", "QtWidgets/QWidget", "qt6keychain/keychain.h", "qstring.h"):
            with self.subTest(header):
                self.write("gateway/base/a.cpp", f"#include <{header}>\n")
                self.assert_one_fault("gateway/base/a.cpp:1:", "free of Qt", header)

    def test_refuses_a_cycle_between_the_includes(self):
        self.write("gateway/base/a.h", '#include "gateway/api/b.h"\n')
        self.write("gateway/api/b.h", '#include "gateway/base/a.h"\n')
        faults = self.faults()
        self.assertIn("the includes form a cycle: gateway/api -> gateway/base -> gateway/api", faults)

    def test_refuses_a_cycle_in_the_table(self):
        self.assert_one_fault("the table has a cycle", table="ui: app\napp: ui\n")

    def test_refuses_an_unknown_folder_at_the_top(self):
        self.write("scripts/x.sh")
        self.assert_one_fault("scripts", "top level")

    def test_refuses_a_file_of_an_unknown_room(self):
        self.write("gateway/cache/cache.h")
        self.assert_one_fault("gateway/cache/cache.h", "no room")

    def test_refuses_an_include_of_an_unknown_room(self):
        self.write("app/main.cpp", '#include "gateway/cache/cache.h"\n')
        self.assert_one_fault("app/main.cpp:1:", "gateway/cache/cache.h is in no room")

    def test_refuses_a_path_that_climbs(self):
        self.write("gateway/base/a.cpp", '#include "../api/config.h"\n')
        self.assert_one_fault("gateway/base/a.cpp:1:", "start at the root")

    def test_refuses_a_table_that_names_a_room_without_a_row(self):
        self.assert_one_fault("gateway/bass", table="gateway/base:\nui: gateway/bass\n")

    def test_refuses_a_room_with_two_rows(self):
        self.assert_one_fault("two rows", table="ui:\nui:\n")

    def test_finds_a_long_cycle_and_no_cycle_in_a_diamond(self):
        self.assertEqual(find_cycle({"a": {"b", "c"}, "b": {"d"}, "c": {"d"}}), [])
        self.assertEqual(find_cycle({"a": {"b"}, "b": {"c"}, "c": {"d"}, "d": {"b"}}), ["b", "c", "d", "b"])


if __name__ == "__main__":
    unittest.main()
