#include "tests/gateway/engine/catalog_fixture.h"

namespace portcullis::engine {
namespace {

using test::kAlice;
using test::tool;
using test::ToolCatalogTest;

// E-40: by the configuration's order and the server's own, whoever answered first
TEST_F(ToolCatalogTest, ListsInTheOrderOfTheConfiguration)
{
    EXPECT_EQ(listed({}), (std::vector<std::string>{"one__z", "one__y", "two__b"}));
}

TEST_F(ToolCatalogTest, ShowsNamesUntouchedInTheProfileOfOneServer)
{
    EXPECT_EQ(listed({ServerId("two")}), (std::vector<std::string>{"b"}));
    EXPECT_EQ(listed({ServerId("one")}), (std::vector<std::string>{"z", "y"}));
}

TEST_F(ToolCatalogTest, FindsByPublicAndByOwnName)
{
    const CatalogPtr snapshot = catalog.current();
    ASSERT_NE(snapshot->find({}, "two__b"), nullptr);
    EXPECT_EQ(snapshot->find({}, "two__b")->tool.name, "b");
    EXPECT_NE(snapshot->find({ServerId("two")}, "b"), nullptr);
    EXPECT_EQ(snapshot->find({}, "b"), nullptr);
    EXPECT_EQ(snapshot->find({ServerId("one")}, "b"), nullptr);
}

// E-42
TEST_F(ToolCatalogTest, KnowsItsToolsAgainAfterARestart)
{
    ToolCatalog again(folder.path() / "catalog", clock, atOnce());
    again.load(*config);
    ASSERT_EQ(again.current()->tools.size(), 4U);
    EXPECT_TRUE(again.knows(ServerId("one")));
    EXPECT_EQ(again.current()->tools[0]->hash, catalog.current()->tools[0]->hash);
}

TEST_F(ToolCatalogTest, LeavesOutADamagedSnapshot)
{
    folder.write("catalog/one.json", "{\"tools\": [");
    ToolCatalog again(folder.path() / "catalog", clock, atOnce());
    again.load(*config);
    EXPECT_FALSE(again.knows(ServerId("one")));
    EXPECT_TRUE(again.knows(ServerId("two")));
}

TEST_F(ToolCatalogTest, ForgetsAServerThatIsGone)
{
    api::GatewayConfig without = *config;
    without.servers.erase(without.servers.begin());
    catalog.configure(without);
    EXPECT_EQ(catalog.current()->tools.size(), 2U);
    catalog.configure(*config);
    EXPECT_FALSE(catalog.knows(ServerId("one")));
}

// E-45: cursors name the version
TEST_F(ToolCatalogTest, KeepsItsVersionUntilTheListIsAnother)
{
    const std::uint64_t version = catalog.current()->version;
    EXPECT_FALSE(catalog.setTools(ServerId("one"), {tool("z"), tool("y")}));
    EXPECT_EQ(catalog.current()->version, version);
    catalog.configure(*config);
    EXPECT_EQ(catalog.current()->version, version);
    EXPECT_TRUE(catalog.setTools(ServerId("one"), {tool("y"), tool("z")}));
    EXPECT_GT(catalog.current()->version, version);
}

TEST_F(ToolCatalogTest, HidesADisabledServerAndKeepsItsTools)
{
    api::GatewayConfig changed = *config;
    changed.servers[0].enabled = false;
    catalog.configure(changed);
    EXPECT_EQ(catalog.current()->tools.size(), 2U);
    catalog.configure(*config);
    EXPECT_EQ(catalog.current()->tools.size(), 4U);
}

// D-56
TEST_F(ToolCatalogTest, TellsAChangeOnlyToThoseWhoSeeIt)
{
    const policy::AllowLists rights(config);
    const std::string before = catalog.fingerprint(rights, kAlice, {});
    EXPECT_TRUE(catalog.setTools(ServerId("two"), {tool("a", "new words"), tool("b")}));
    EXPECT_EQ(catalog.fingerprint(rights, kAlice, {}), before); // two:a is hidden from Alice
    EXPECT_TRUE(catalog.setTools(ServerId("two"), {tool("a"), tool("b", "new words")}));
    EXPECT_NE(catalog.fingerprint(rights, kAlice, {}), before);
    EXPECT_FALSE(catalog.setTools(ServerId("two"), {tool("a"), tool("b", "new words")}));
}

// E-44
TEST_F(ToolCatalogTest, CutsPagesAtAThousandTools)
{
    std::vector<protocol::Tool> many;
    for (int i = 0; i < 1500; ++i) {
        many.push_back(tool("t" + std::to_string(i)));
    }
    catalog.setTools(ServerId("one"), many);
    const policy::AllowLists rights(config);
    const auto first = catalog.list(rights, kAlice, {}, protocol::Revision::V2025_11_25);
    EXPECT_EQ(first->tools.size(), 1000U);
    ASSERT_TRUE(first->next);
    const auto second =
        catalog.list(rights, kAlice, {}, protocol::Revision::V2025_11_25, first->next);
    EXPECT_EQ(second->tools.size(), 501U); // and two__b
    EXPECT_FALSE(second->next);
}

} // namespace
} // namespace portcullis::engine
