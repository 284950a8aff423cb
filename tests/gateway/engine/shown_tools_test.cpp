#include "tests/gateway/engine/catalog_fixture.h"

#include <fstream>
#include <sstream>

// What of the catalog is shown, how, and for how long: names, overrides, approvals, versions.
namespace portcullis::engine {
namespace {

using test::kAlice;
using test::tool;

using Names = std::vector<std::string>;

constexpr auto kRevision = protocol::Revision::V2025_11_25;

class ShownToolsTest : public test::ToolCatalogTest
{
protected:
    api::ServerConfig& one() { return config->servers[0]; }

    api::ToolOverride& overrideOf(const char* name)
    {
        api::ToolOverride& added = one().tools.emplace_back();
        added.tool = name;
        return added;
    }

    // The definition as Alice's client reads it.
    std::string definition(const Profile& profile, const std::string& name)
    {
        const auto page = catalog.list(policy::AllowLists(config), kAlice, profile, kRevision);
        for (const std::string* text : page->tools) {
            if (JsonDocument::parse(*text)->root()["name"].stringEquals(name)) {
                return *text;
            }
        }
        return {};
    }

    Result<> approve(const char* server, const std::string& name)
    {
        const api::ToolInfo now = info(server, name);
        auto approval = catalog.prepareApproval(ServerId(server), {{now.name, now.definitionHash}});
        if (!approval) {
            return fail(approval.error());
        }
        catalog.approve(ServerId(server), *approval);
        std::ofstream(approval->file) << approval->after; // as the gateway does before
        return {};
    }

    void holdChanged()
    {
        one().changedTools = api::ChangedTools::Hold;
        configure();
    }
};

// E-04, E-08
TEST_F(ShownToolsTest, FollowTheSettingOfTheirNames)
{
    const policy::AllowLists rights(config);
    const std::string before = catalog.fingerprint(rights, kAlice, {});
    config->settings.toolNames.serverPrefix = false;
    configure();
    EXPECT_EQ(listed({}), (Names{"z", "y", "b"}));
    EXPECT_EQ(catalog.current()->find({}, "z")->tool.name, "z");
    EXPECT_EQ(catalog.current()->find({}, "one__z"), nullptr);
    EXPECT_NE(catalog.fingerprint(rights, kAlice, {}), before);
    EXPECT_EQ(restarted().current()->find({}, "b")->server, ServerId("two"));
    config->settings.toolNames.serverPrefix = true;
    configure();
    EXPECT_EQ(listed({}), (Names{"one__z", "one__y", "two__b"}));
    EXPECT_EQ(catalog.fingerprint(rights, kAlice, {}), before);
}

// E-11
TEST_F(ShownToolsTest, HaveTheNameAndDescriptionThatAnAdministratorGives)
{
    api::ToolOverride& changed = overrideOf("z");
    changed.name = "fetch it";
    changed.description = "Fetches.";
    configure();
    EXPECT_EQ(listed({}), (Names{"one__fetch_it", "one__y", "two__b"}));
    EXPECT_EQ(listed({ServerId("one")}), (Names{"fetch it", "y"}));
    EXPECT_EQ(catalog.current()->find({ServerId("one")}, "fetch it")->tool.name, "z");
    EXPECT_EQ(catalog.current()->find({ServerId("one")}, "z"), nullptr);
    const std::string text = definition({}, "one__fetch_it");
    EXPECT_NE(text.find(R"("description":"Fetches.")"), std::string::npos) << text;
    EXPECT_NE(text.find(R"("title":"fetch it")"), std::string::npos) << text;
    EXPECT_NE(text.find(R"("io.portcullis/tool":"z")"), std::string::npos) << text;
    EXPECT_EQ(text.find(R"("d")"), std::string::npos) << text;
    EXPECT_EQ(info("one", "z").publicName, "one__fetch_it");
    EXPECT_FALSE(info("one", "z").changed); // approvals know the server's own

    config->servers[0].tools.clear();
    configure();
    EXPECT_EQ(listed({}), (Names{"one__z", "one__y", "two__b"}));
}

TEST_F(ShownToolsTest, TellClientsWhenAnAdministratorChangesThem)
{
    const policy::AllowLists rights(config);
    const std::string before = catalog.fingerprint(rights, kAlice, {});
    overrideOf("z").description = "Other words.";
    configure();
    EXPECT_NE(catalog.fingerprint(rights, kAlice, {}), before);
}

TEST_F(ShownToolsTest, KeepTheirNameWhenARenamedOneWantsIt)
{
    overrideOf("z").name = "y";
    configure();
    const Names names = listed({ServerId("one")});
    ASSERT_EQ(names.size(), 2U);
    EXPECT_EQ(names[0], "y_" + protocol::ToolNames::hashOf({ServerId("one"), "z"}).substr(0, 8));
    EXPECT_EQ(names[1], "y");
    EXPECT_EQ(catalog.current()->find({ServerId("one")}, "y")->tool.name, "y");
    EXPECT_EQ(restarted().current()->find({ServerId("one")}, names[0])->tool.name, "z");
}

TEST_F(ShownToolsTest, LeaveOutWhatAnAdministratorHides)
{
    overrideOf("z").hidden = true;
    configure();
    EXPECT_EQ(listed({}), (Names{"one__y", "two__b"}));
    EXPECT_EQ(listed({ServerId("one")}), (Names{"y"}));
    EXPECT_EQ(catalog.current()->find({}, "one__z")->exposure, api::Reason::ToolHidden);
    EXPECT_TRUE(info("one", "z").hidden);
}

// E-13
TEST_F(ShownToolsTest, AreMarkedWhenTheyChangeAndStay)
{
    EXPECT_FALSE(info("one", "z").changed);
    EXPECT_EQ(info("one", "z").approvedHash, info("one", "z").definitionHash);
    EXPECT_TRUE(catalog.setTools(ServerId("one"), {tool("z", "new words"), tool("y")}));
    EXPECT_EQ(listed({}), (Names{"one__z", "one__y", "two__b"}));
    EXPECT_TRUE(info("one", "z").changed);
    EXPECT_FALSE(info("one", "z").held);
    EXPECT_NE(info("one", "z").approvedHash, info("one", "z").definitionHash);
    EXPECT_FALSE(info("one", "y").changed);
    EXPECT_TRUE(restarted().describe(ServerId("one"))[0].changed);
    ASSERT_TRUE(approve("one", "z"));
    EXPECT_FALSE(info("one", "z").changed);
    EXPECT_FALSE(restarted().describe(ServerId("one"))[0].changed);
}

TEST_F(ShownToolsTest, AreHeldUntilSomebodyApproves)
{
    holdChanged();
    catalog.setTools(ServerId("one"), {tool("z", "new words"), tool("y")});
    EXPECT_EQ(listed({}), (Names{"one__y", "two__b"}));
    EXPECT_EQ(catalog.current()->find({}, "one__z")->exposure, api::Reason::ToolChanged);
    EXPECT_TRUE(info("one", "z").held);
    ASSERT_TRUE(approve("one", "z"));
    EXPECT_EQ(listed({}), (Names{"one__z", "one__y", "two__b"}));
    catalog.setTools(ServerId("one"), {tool("z"), tool("y")}); // as it was at first
    EXPECT_EQ(listed({}), (Names{"one__y", "two__b"}));
}

TEST_F(ShownToolsTest, AreNotTrustedAnewAfterTheyWereAway)
{
    holdChanged();
    catalog.setTools(ServerId("one"), {tool("y")});
    catalog.setTools(ServerId("one"), {tool("z", "new words"), tool("y")});
    EXPECT_EQ(listed({}), (Names{"one__y", "two__b"}));
}

TEST_F(ShownToolsTest, AreTheSameWhenOnlyTheirWritingDiffers)
{
    holdChanged();
    protocol::Tool spaced = tool("z");
    spaced.definition.insert(1, " ");
    catalog.setTools(ServerId("one"), {spaced, tool("y")});
    EXPECT_FALSE(info("one", "z").changed);
    EXPECT_EQ(listed({}), (Names{"one__z", "one__y", "two__b"}));
}

TEST_F(ShownToolsTest, AreAllHeldWhenTheirApprovalsAreDamaged)
{
    one().changedTools = api::ChangedTools::Hold;
    folder.write("catalog/one.approved.json", "{\"format\":1,");
    for (int start = 0; start < 2; ++start) { // the second does not take it for a first use
        ToolCatalog again = restarted();
        EXPECT_EQ(again.current()->find({}, "one__z")->exposure, api::Reason::ToolChanged);
        EXPECT_EQ(again.current()->find({}, "one__y")->exposure, api::Reason::ToolChanged);
        EXPECT_EQ(again.current()->find({}, "two__b")->exposure, api::Reason::Allowed);
        again.setTools(ServerId("one"), {tool("z"), tool("y"), tool("fresh")});
        EXPECT_EQ(again.current()->find({}, "one__fresh")->exposure, api::Reason::ToolChanged);
        EXPECT_EQ(again.describe(ServerId("one"))[0].approvedHash, "");
    }
}

TEST_F(ShownToolsTest, AreTrustedAnewWhenTheirServerIs)
{
    holdChanged();
    const auto servers = config->servers;
    config->servers.erase(config->servers.begin());
    configure();
    config->servers = servers;
    configure();
    catalog.setTools(ServerId("one"), {tool("z", "new words")});
    EXPECT_FALSE(info("one", "z").changed);
}

TEST_F(ShownToolsTest, AreApprovedOnlyAsTheyWereLookedAt)
{
    catalog.setTools(ServerId("one"), {tool("z", "new words"), tool("y")});
    const api::ToolApproval seen{"z", info("one", "z").definitionHash};
    catalog.setTools(ServerId("one"), {tool("z", "newer words"), tool("y")});
    const auto late = catalog.prepareApproval(ServerId("one"), {seen});
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ(catalog.prepareApproval(ServerId("one"), {{"nil", seen.definitionHash}}).error().code,
              ErrorCode::NotFound);
    EXPECT_EQ(catalog.prepareApproval(ServerId("nil"), {seen}).error().code, ErrorCode::NotFound);
    const auto nothing =
        catalog.prepareApproval(ServerId("one"), {{"y", info("one", "y").definitionHash}});
    ASSERT_TRUE(nothing);
    EXPECT_TRUE(nothing->tools.empty());
}

TEST_F(ShownToolsTest, OfAServerCalledNamesLeaveTheTableOfNamesAlone)
{
    config->servers.push_back(test::server("names"));
    configure();
    catalog.setTools(ServerId("names"), {tool("n")});
    EXPECT_EQ(restarted().current()->find({}, "names__n")->server, ServerId("names"));
    std::ifstream file(folder.path() / "catalog" / "names.json");
    std::ostringstream text;
    text << file.rdbuf();
    EXPECT_TRUE(protocol::ToolNames::load(text.str()));
}

// E-45
class CatalogVersionsTest : public ShownToolsTest
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

TEST_F(CatalogVersionsTest, AreKeptOnlyForWhoWalksThroughThem)
{
    const std::uint64_t version = catalog.current()->version;
    catalog.setTools(ServerId("one"), {tool("only")});
    EXPECT_FALSE(page(ToolCatalog::Place{version, 0}));
}

TEST_F(CatalogVersionsTest, ShowNothingThatIsNoLongerAllowed)
{
    one().changedTools = api::ChangedTools::Hold;
    configure();
    const auto first = page();
    many[1200] = tool("t1200", "new words");
    catalog.setTools(ServerId("one"), many); // held
    overrideOf("t1201").hidden = true;
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
