#include "gateway/protocol/tool_names.h"
#include "tests/gateway/protocol/support.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace portcullis::protocol {

namespace {

using Targets = std::vector<ToolNames::Target>;

ToolNames::Target target(const std::string& server, const std::string& tool)
{
    return {ServerId(server), tool};
}

std::string nameOf(const ToolNames& names, const std::string& server, const std::string& tool)
{
    return std::string(names.publicName(ServerId(server), tool));
}

ToolNames namesFor(const Targets& tools, std::size_t length = ToolNames::kDefaultLength)
{
    ToolNames names({.maxLength = length});
    names.update(tools, 1);
    return names;
}

bool isWellFormed(const std::string& name)
{
    const auto allowed = [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-';
    };
    return !name.empty() && name.size() <= ToolNames::kDefaultLength &&
           std::isalpha(static_cast<unsigned char>(name.front())) != 0 &&
           std::ranges::all_of(name, allowed);
}

// Three servers whose tools collide after sanitizing, are too long, or use other letters.
std::vector<Targets> trickyServers()
{
    const std::string common(60, 'x');
    return {{target("fs", "read-only"),
             target("fs", "read_only"),
             target("fs", "Read_Only"),
             target("fs", "read.only"),
             target("fs", "list")},
            {target("db", "read_only"), target("db", common + "1"), target("db", common + "2")},
            {target("web-", "_a"),
             target("web", "_a"),
             target("web", "\xE5\xA4\xA9"),
             target("web", "\xE5\x9C\xB0")}};
}

} // namespace

// E-02, E-03
TEST(ToolNames, PutsTheServerBeforeTheTool)
{
    const ToolNames names = namesFor({target("fs", "list"),
                                      target("fs", "a.b/c d"),
                                      target("fs", "caf\xC3\xA9"),
                                      target("my-db", "a__b")});
    EXPECT_EQ(nameOf(names, "fs", "list"), "fs__list");
    EXPECT_EQ(nameOf(names, "fs", "a.b/c d"), "fs__a_b_c_d");
    EXPECT_EQ(nameOf(names, "fs", "caf\xC3\xA9"), "fs__caf_");
    EXPECT_EQ(nameOf(names, "my-db", "a__b"), "my-db__a__b");
    EXPECT_EQ(*names.find("my-db__a__b"), target("my-db", "a__b"));
    EXPECT_EQ(names.find("fs__List"), nullptr);
    EXPECT_EQ(names.find(""), nullptr);
    EXPECT_EQ(nameOf(names, "fs", "other"), "");
}

// E-04
TEST(ToolNames, CutsLongNamesAndMarksThemWithAHash)
{
    const std::string tool(100, 'a');
    for (const std::size_t length :
         {std::size_t{32}, ToolNames::kDefaultLength, std::size_t{128}}) {
        const ToolNames names = namesFor({target("fs", tool)}, length);
        const std::string name = nameOf(names, "fs", tool);
        EXPECT_EQ(name.size(), std::min(length, tool.size() + 4));
        EXPECT_TRUE(name.starts_with("fs__aaaa"));
    }
    // SHA-256 of "fs", NUL, 100 times "a".
    EXPECT_EQ(nameOf(namesFor({target("fs", tool)}), "fs", tool),
              "fs__" + std::string(33, 'a') + "_701db57e");
    EXPECT_EQ(namesFor({target("fs", tool)}, 7).publicName(ServerId("fs"), tool).size(), 32U);
}

// E-05: the first by original bytes holds the plain name.
TEST(ToolNames, ResolvesCollisionsIgnoringCaseAndHyphens)
{
    const ToolNames names = namesFor(trickyServers().front());
    EXPECT_EQ(nameOf(names, "fs", "Read_Only"), "fs__Read_Only");
    for (const std::string tool : {"read-only", "read_only", "read.only"}) {
        const std::string name = nameOf(names, "fs", tool);
        EXPECT_EQ(name.size(), std::string("fs__read_only_").size() + 8) << name;
        EXPECT_TRUE(isWellFormed(name));
    }
}

// E-05
TEST(ToolNames, AreTheSameWhateverTheOrderOfArrival)
{
    std::mt19937 random(7); // NOLINT: the same sequence in every run
    const auto servers = trickyServers();
    std::string expected;
    for (int round = 0; round < 1000; ++round) {
        auto order = servers;
        std::ranges::shuffle(order, random);
        ToolNames names;
        Targets known;
        for (Targets& server : order) {
            std::ranges::shuffle(server, random);
            known.insert(known.end(), server.begin(), server.end());
            // Alone or together with those that answered before.
            names.update(round % 2 == 0 ? known : server, 1);
        }
        const std::string saved = names.save();
        expected = expected.empty() ? saved : expected;
        ASSERT_EQ(saved, expected) << round;
    }
}

TEST(ToolNames, AreUniqueAndWellFormed)
{
    Targets all;
    for (const Targets& server : trickyServers()) {
        all.insert(all.end(), server.begin(), server.end());
    }
    all.push_back(all.front()); // the same tool twice in one list
    const ToolNames names = namesFor(all);
    for (const auto& one : all) {
        const std::string name = nameOf(names, one.server.str(), one.tool);
        EXPECT_TRUE(isWellFormed(name)) << name;
        EXPECT_EQ(*names.find(name), one);
    }
}

// E-06
TEST(ToolNames, KeepTheirOwnerWhileItIsRemembered)
{
    ToolNames names;
    names.update({target("fs", "read_only")}, 1);
    names.update({target("fs", "Read_Only")}, 2);
    EXPECT_EQ(nameOf(names, "fs", "read_only"), "fs__read_only");
    EXPECT_NE(nameOf(names, "fs", "Read_Only"), "fs__Read_Only");

    const std::int64_t later = 1 + ToolNames::kRememberMicros;
    names.update({target("fs", "Read_Only")}, later);
    EXPECT_EQ(nameOf(names, "fs", "read_only"), "fs__read_only");
    names.update({target("fs", "Read_Only"), target("fs", "READ_ONLY")}, later + 1);
    EXPECT_EQ(nameOf(names, "fs", "read_only"), "");
    EXPECT_EQ(nameOf(names, "fs", "READ_ONLY"), "fs__READ_ONLY");
    EXPECT_NE(nameOf(names, "fs", "Read_Only"), "fs__Read_Only");
}

TEST(ToolNames, ForgetTheLongestUnseenOfAServerThatRenamesWithoutEnd)
{
    ToolNames names;
    names.update({target("db", "old")}, 0);
    for (int round = 0; round < 12; ++round) {
        Targets fresh;
        for (int i = 0; i < 1000; ++i) {
            fresh.push_back(target("fs", "r" + std::to_string(round) + "n" + std::to_string(i)));
        }
        names.update(fresh, round + 1);
    }
    names.update({}, 100);
    EXPECT_EQ(nameOf(names, "fs", "r0n5"), "");
    EXPECT_EQ(nameOf(names, "fs", "r11n5"), "fs__r11n5");
    EXPECT_EQ(nameOf(names, "db", "old"), "db__old");
}

// E-06
TEST(ToolNames, SurviveARestart)
{
    Targets all;
    for (const Targets& server : trickyServers()) {
        all.insert(all.end(), server.begin(), server.end());
    }
    const ToolNames names = namesFor(all);
    auto loaded = ToolNames::load(names.save());
    ASSERT_TRUE(loaded.has_value());
    EXPECT_EQ(loaded->save(), names.save());
    loaded->update(all, 1);
    EXPECT_EQ(loaded->save(), names.save());
    EXPECT_EQ(ToolNames::load(ToolNames().save())->save(), ToolNames().save());
}

TEST(ToolNames, RefuseADamagedTable)
{
    const std::string good = R"({"name":"fs__a","server":"fs","tool":"a","lastSeen":1})";
    const std::string same = R"({"name":"fs__A","server":"fs","tool":"b","lastSeen":1})";
    const std::string foreign = R"({"name":"db__a","server":"fs","tool":"a","lastSeen":1})";
    const std::string wild = R"({"name":"fs__a b","server":"fs","tool":"a","lastSeen":1})";
    for (const std::string& text : {std::string(""),
                                    std::string("{}"),
                                    std::string(R"({"format":2,"names":[]})"),
                                    R"({"format":1,"names":[)" + good + "," + good + "]}",
                                    R"({"format":1,"names":[)" + good + "," + same + "]}",
                                    R"({"format":1,"names":[)" + foreign + "]}",
                                    R"({"format":1,"names":[)" + wild + "]}",
                                    std::string(R"({"format":1,"names":[{}]})")}) {
        const auto loaded = ToolNames::load(text);
        ASSERT_FALSE(loaded.has_value()) << text;
        EXPECT_EQ(loaded.error().code, ErrorCode::Corrupt);
    }
    EXPECT_TRUE(ToolNames::load(R"({"format":1,"names":[)" + good + "]}").has_value());
}

} // namespace portcullis::protocol
