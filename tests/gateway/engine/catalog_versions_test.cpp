#include "tests/gateway/engine/catalog_fixture.h"

// For how long a client that walks through the pages of a list sees the catalog as it began (E-45).
namespace portcullis::engine {
namespace {

using test::kAlice;
using test::tool;

constexpr auto kRevision = protocol::Revision::V2025_11_25;

class CatalogVersionsTest : public test::ToolCatalogTest
{
protected:
    CatalogVersionsTest()
    {
        for (int i = 0; i < 1500; ++i) {
            many.push_back(tool("t" + std::to_string(i)));
        }
        catalog.setTools(ServerId("one"), many);
    }

    std::optional<ToolCatalog::Page> page(const std::optional<ToolCatalog::Place>& from = {})
    {
        return catalog.list(policy::AllowLists(config), kAlice, {}, kRevision, from);
    }

    std::vector<protocol::Tool> many;
};

TEST_F(CatalogVersionsTest, GoOnAsTheyBegan)
{
    const auto first = page();
    ASSERT_TRUE(first->next);
    catalog.setTools(ServerId("one"), {tool("only")});
    const auto second = page(first->next);
    ASSERT_TRUE(second);
    EXPECT_EQ(second->tools.size(), 501U);
    EXPECT_NE(second->tools[0]->find("one__t1000"), std::string::npos);
    EXPECT_EQ(page()->tools.size(), 2U);
}

TEST_F(CatalogVersionsTest, EndAfterTenMinutes)
{
    const auto first = page();
    catalog.setTools(ServerId("one"), {tool("only")});
    clock.advance(std::chrono::minutes(10) - std::chrono::seconds(1));
    EXPECT_TRUE(page(first->next));
    clock.advance(std::chrono::seconds(1));
    EXPECT_FALSE(page(first->next));
    EXPECT_FALSE(page(ToolCatalog::Place{first->next->version + 100, 0}));
}

TEST_F(CatalogVersionsTest, AreAFewAtMost)
{
    const auto first = page();
    for (int i = 0; i < 9; ++i) {
        many.push_back(tool("more" + std::to_string(i)));
        EXPECT_TRUE(page()->next);
        catalog.setTools(ServerId("one"), many);
    }
    EXPECT_FALSE(page(first->next));
    EXPECT_TRUE(page(page()->next));
}

TEST_F(CatalogVersionsTest, CountWhatIsWrittenOfThem)
{
    const std::size_t before = catalog.current()->bytes();
    std::size_t written = 0;
    for (std::optional<ToolCatalog::Place> from; const auto shown = page(from);) {
        for (const std::string* text : shown->tools) {
            written += text->size();
        }
        from = shown->next;
        if (!from) {
            break;
        }
    }
    EXPECT_GT(written, 0U);
    EXPECT_EQ(catalog.current()->bytes(), before + written);
}

TEST_F(CatalogVersionsTest, GoWhenTheirTextsAreTooLarge)
{
    for (protocol::Tool& one : many) { // 15 MiB; 30 when they are written
        one = tool(one.name, std::string(10UL * 1024, 'd'));
    }
    catalog.setTools(ServerId("one"), many);
    for (std::optional<ToolCatalog::Place> from; const auto shown = page(from);) {
        from = shown->next;
        if (!from) {
            break;
        }
    }
    const auto first = page();
    ASSERT_TRUE(first->next);
    many.pop_back();
    catalog.setTools(ServerId("one"), many);
    EXPECT_TRUE(page(first->next));
    const auto second = page();
    many.pop_back();
    catalog.setTools(ServerId("one"), many); // two versions of 30 MiB
    EXPECT_FALSE(page(first->next));
    EXPECT_TRUE(page(second->next));
}

TEST_F(CatalogVersionsTest, AreKeptOnlyForWhoWalksThroughThem)
{
    const std::uint64_t version = catalog.current()->version;
    catalog.setTools(ServerId("one"), {tool("only")});
    EXPECT_FALSE(page(ToolCatalog::Place{version, 0}));
}

TEST_F(CatalogVersionsTest, ShowNothingThatIsNoLongerAllowed)
{
    config->servers[0].changedTools = api::ChangedTools::Hold;
    configure();
    const auto first = page();
    many[1200] = tool("t1200", "new words");
    catalog.setTools(ServerId("one"), many); // held
    api::ToolOverride& hidden = config->servers[0].tools.emplace_back();
    hidden.tool = "t1201";
    hidden.hidden = true;
    configure();
    const auto second = page(first->next);
    ASSERT_TRUE(second);
    EXPECT_EQ(second->tools.size(), 499U);
    config->keys[0].allow = {{ServerId("two"), "b"}};
    const auto less = page(first->next);
    ASSERT_TRUE(less);
    EXPECT_EQ(less->tools.size(), 1U);
    EXPECT_FALSE(less->next);
}

TEST_F(CatalogVersionsTest, OfAnEarlierRunLeadNowhere)
{
    const auto first = page();
    ToolCatalog again = restarted();
    EXPECT_FALSE(
        again.list(policy::AllowLists(config), kAlice, {}, kRevision, first->next).has_value());
}

} // namespace
} // namespace portcullis::engine
