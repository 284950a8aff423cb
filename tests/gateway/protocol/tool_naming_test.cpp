#include "gateway/protocol/tool_names.h"

#include <gtest/gtest.h>

#include <set>

namespace portcullis::protocol {

namespace {

using Targets = std::vector<ToolNames::Target>;

constexpr ToolNames::Naming kOwn{.maxLength = 46, .serverPrefix = false};

ToolNames::Target target(const std::string& server, const std::string& tool)
{
    return {ServerId(server), tool};
}

std::string nameOf(const ToolNames& names, const std::string& server, const std::string& tool)
{
    return std::string(names.publicName(ServerId(server), tool));
}

std::string marked(const std::string& name, const std::string& server, const std::string& tool)
{
    return name + "_" + ToolNames::hashOf(target(server, tool)).substr(0, 8);
}

} // namespace

// E-08
TEST(ToolNaming, KeepsOwnNamesWithoutAPrefix)
{
    ToolNames names(kOwn);
    const std::string tool(46, 'x');
    names.update(
        {target("fs", "read_file"), target("fs", "a.b"), target("fs", "3d"), target("db", tool)},
        1);
    EXPECT_EQ(nameOf(names, "fs", "read_file"), "read_file");
    EXPECT_EQ(nameOf(names, "fs", "a.b"), "a_b");
    EXPECT_EQ(nameOf(names, "fs", "3d"), "t3d"); // E-03: a letter first
    EXPECT_EQ(nameOf(names, "db", tool), tool);
    names.update({target("db", tool + "y")}, 2);
    EXPECT_EQ(nameOf(names, "db", tool + "y"), marked(std::string(37, 'x'), "db", tool + "y"));
}

TEST(ToolNaming, GivesANameThatSeveralServersWantToNone)
{
    ToolNames names(kOwn);
    names.update({target("fs", "read-file"), target("db", "Read_File"), target("db", "query")}, 1);
    EXPECT_EQ(nameOf(names, "fs", "read-file"), marked("read-file", "fs", "read-file"));
    EXPECT_EQ(nameOf(names, "db", "Read_File"), marked("Read_File", "db", "Read_File"));
    EXPECT_EQ(nameOf(names, "db", "query"), "query");

    ToolNames turned(kOwn); // the order of the configuration is no reason
    turned.update({target("db", "query"), target("db", "Read_File"), target("fs", "read-file")}, 1);
    EXPECT_EQ(turned.save(), names.save());
}

// E-05, E-06: who has a name keeps it.
TEST(ToolNaming, LeavesANameToTheToolThatHasIt)
{
    ToolNames names(kOwn);
    names.update({target("db", "read")}, 1);
    const Targets both{target("fs", "read"), target("db", "read")};
    names.update(both, 2);
    EXPECT_EQ(nameOf(names, "db", "read"), "read");
    EXPECT_EQ(nameOf(names, "fs", "read"), marked("read", "fs", "read"));

    auto loaded = ToolNames::load(names.save());
    ASSERT_TRUE(loaded);
    loaded->setNaming(kOwn);
    loaded->update(both, 3);
    EXPECT_EQ(nameOf(*loaded, "db", "read"), "read");
    EXPECT_EQ(nameOf(*loaded, "fs", "read"), marked("read", "fs", "read"));
}

// E-04: at once, and without leading anybody astray.
TEST(ToolNaming, ChangesNamesWithItsSettingsAndBack)
{
    const std::string tool(60, 'y');
    const Targets all{target("fs", tool), target("fs", "read"), target("fs", "Read")};
    ToolNames names;
    names.update(all, 1);
    std::vector<std::string> before;
    std::set<std::string> given;
    for (const auto& one : all) {
        before.push_back(nameOf(names, one.server.str(), one.tool));
    }
    for (const ToolNames::Naming naming :
         {kOwn, ToolNames::Naming{.maxLength = 32}, ToolNames::Naming{.maxLength = 128}}) {
        names.setNaming(naming);
        names.update(all, 2);
        for (const auto& one : all) {
            const std::string name = nameOf(names, one.server.str(), one.tool);
            EXPECT_LE(name.size(), naming.maxLength);
            EXPECT_EQ(name.starts_with("fs__"), naming.serverPrefix) << name;
            EXPECT_EQ(*names.find(name), one);
            given.insert(name);
        }
    }
    auto loaded = ToolNames::load(names.save());
    ASSERT_TRUE(loaded);
    EXPECT_EQ(loaded->save(), names.save());
    loaded->update(all, 3);
    for (std::size_t i = 0; i < all.size(); ++i) {
        EXPECT_EQ(nameOf(*loaded, "fs", all[i].tool), before[i]);
    }
    // No name of another time leads to another tool.
    loaded->setNaming({.maxLength = 32});
    loaded->update({target("fs", tool + "z"), target("other", "READ")}, 4);
    for (const std::string& name : given) {
        EXPECT_EQ(*loaded->find(name), *names.find(name)) << name;
    }
}

TEST(ToolNaming, KeepsNamesOfOtherSettingsAsLongAsTheirToolIsThere)
{
    ToolNames names;
    names.update({target("fs", "a-b")}, 1);
    names.update({target("fs", "a_b"), target("fs", "a-b")}, 2);
    names.setNaming(kOwn);
    const std::int64_t later = 2 + 3 * ToolNames::kRememberMicros;
    names.update({target("fs", "a_b"), target("fs", "a-b")}, later);
    names.setNaming({});
    names.update({target("fs", "a_b"), target("fs", "a-b")}, later + 1);
    EXPECT_EQ(nameOf(names, "fs", "a-b"), "fs__a-b");
    EXPECT_EQ(nameOf(names, "fs", "a_b"), marked("fs__a_b", "fs", "a_b"));
}

// E-11
TEST(ToolNaming, TakesAnAdministratorsNameInsteadOfTheTools)
{
    const Targets all{target("fs", "read"), target("fs", "get"), target("fs", "list")};
    ToolNames names;
    names.update(all, 1, {{target("fs", "get"), "fetch it"}});
    EXPECT_EQ(nameOf(names, "fs", "get"), "fs__fetch_it");
    names.update(all, 2);
    EXPECT_EQ(nameOf(names, "fs", "get"), "fs__get");
    EXPECT_EQ(*names.find("fs__fetch_it"), target("fs", "get")); // and stays its own for a while
    names.update(all, 3, {{target("fs", "list"), "fetch it"}});
    EXPECT_EQ(nameOf(names, "fs", "list"), marked("fs__fetch_it", "fs", "list"));
    names.update(all, 4, {{target("fs", "get"), "fetch it"}});
    EXPECT_EQ(nameOf(names, "fs", "get"), "fs__fetch_it");

    names.update(all, 5 + ToolNames::kRememberMicros);
    names.update(all, 6 + ToolNames::kRememberMicros);
    EXPECT_EQ(names.find("fs__fetch_it"), nullptr);
}

TEST(ToolNaming, LetsAToolsOwnNameWinOverAnAdministrators)
{
    ToolNames names;
    names.update({target("fs", "aaa"), target("fs", "read")}, 1, {{target("fs", "aaa"), "read"}});
    EXPECT_EQ(nameOf(names, "fs", "read"), "fs__read");
    EXPECT_EQ(nameOf(names, "fs", "aaa"), marked("fs__read", "fs", "aaa"));
}

TEST(ToolNaming, IsBoundedWhateverTheSettingsWere)
{
    ToolNames names;
    Targets all;
    for (int i = 0; i < 2000; ++i) {
        all.push_back(target("fs", std::string(70, 'q') + std::to_string(i)));
    }
    for (std::size_t length = 40; length < 52; ++length) {
        names.setNaming({.maxLength = length});
        names.update(all, static_cast<std::int64_t>(length));
    }
    names.update(all, 60);
    const std::string saved = names.save();
    std::size_t count = 0;
    for (std::size_t at = saved.find("\"name\""); at != std::string::npos;
         at = saved.find("\"name\"", at + 1)) {
        ++count;
    }
    EXPECT_LE(count, ToolNames::kMaxPerServer);
    for (const auto& one : all) {
        ASSERT_EQ(*names.find(nameOf(names, "fs", one.tool)), one);
    }
}

} // namespace portcullis::protocol
