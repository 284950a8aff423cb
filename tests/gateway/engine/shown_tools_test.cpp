#include "tests/gateway/engine/catalog_fixture.h"

#include <fstream>
#include <sstream>

// What of the catalog is shown, and how: names, overrides, approvals.
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

    // What a tool of the first server is called where its name is taken.
    static std::string
    markedName(const std::string& name, const std::string& tool, std::size_t digits)
    {
        return name + "_" + protocol::ToolNames::hashOf({ServerId("one"), tool}).substr(0, digits);
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

TEST_F(ShownToolsTest, GiveWayToARenamedOneThatWantsTheirName)
{
    overrideOf("z").name = "x";
    configure();
    EXPECT_EQ(listed({ServerId("one")}), (Names{"x", "y"}));
    catalog.setTools(ServerId("one"), {tool("x"), tool("z"), tool("y")}); // an x of its own
    const std::string marked = markedName("x", "x", 8);
    EXPECT_EQ(listed({ServerId("one")}), (Names{marked, "x", "y"}));
    EXPECT_EQ(catalog.current()->find({ServerId("one")}, "x")->tool.name, "z");
    EXPECT_EQ(restarted().current()->find({ServerId("one")}, marked)->tool.name, "x");
}

TEST_F(ShownToolsTest, AreLeftOutWhenTheirServerTakesEveryNameTheyCouldHave)
{
    overrideOf("z").name = "x";
    configure();
    std::vector<protocol::Tool> greedy{tool("x"), tool("z")};
    for (std::size_t digits = 8; digits <= 64; digits += 8) {
        greedy.push_back(tool(markedName("x", "x", digits)));
    }
    catalog.setTools(ServerId("one"), greedy);
    EXPECT_EQ(listed({ServerId("one")}).size(), greedy.size() - 1);
    EXPECT_EQ(catalog.current()->find({ServerId("one")}, "x")->tool.name, "z");
    EXPECT_EQ(catalog.current()->find({ServerId("one")}, ""), nullptr);
    ASSERT_EQ(reports.size(), 1U);
    EXPECT_NE(reports[0].find("\"x\" of server one is left out at /mcp/one"), std::string::npos);
}

TEST_F(ShownToolsTest, AreNotListedWithoutAPublicName)
{
    config->settings.toolNames.maxLength = 128;
    configure();
    std::vector<protocol::Tool> greedy{tool("X")};
    for (std::size_t digits = 8; digits <= 64; digits += 8) {
        greedy.push_back(tool(markedName("x", "x", digits)));
    }
    catalog.setTools(ServerId("one"), greedy);
    greedy.push_back(tool("x")); // the same as X where case does not count
    catalog.setTools(ServerId("one"), greedy);
    EXPECT_EQ(info("one", "x").publicName, "");
    const Names names = listed({});
    EXPECT_EQ(std::ranges::count(names, ""), 0);
    EXPECT_EQ(names.size(), greedy.size()); // with b of two, without x
    EXPECT_EQ(catalog.current()->find({}, ""), nullptr);
    EXPECT_EQ(catalog.current()->find({ServerId("one")}, "x")->tool.name, "x");
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

TEST_F(ShownToolsTest, AreAllHeldWhenTheirApprovalsAreGone)
{
    one().changedTools = api::ChangedTools::Hold;
    std::filesystem::remove(folder.path() / "catalog/one.approved.json");
    for (int start = 0; start < 2; ++start) {
        const ToolCatalog again = restarted();
        EXPECT_EQ(again.current()->find({}, "one__z")->exposure, api::Reason::ToolChanged);
        EXPECT_EQ(again.current()->find({}, "two__b")->exposure, api::Reason::Allowed);
    }
}

TEST_F(ShownToolsTest, AreNotKeptUntilTheirApprovalsAre)
{
    const auto file = folder.path() / "catalog";
    config->servers.push_back(test::server("three"));
    configure();
    std::filesystem::create_directories(file / "three.approved.json" / "in the way");
    catalog.setTools(ServerId("three"), {tool("t")});
    EXPECT_FALSE(std::filesystem::exists(file / "three.json"));
    ASSERT_EQ(reports.size(), 1U);
    EXPECT_NE(reports[0].find("the tools of server three cannot be saved"), std::string::npos);
    EXPECT_FALSE(info("three", "t").changed);

    std::filesystem::remove_all(file / "three.approved.json");
    catalog.setTools(ServerId("three"), {tool("t")}); // tries again
    EXPECT_TRUE(std::filesystem::exists(file / "three.json"));
    EXPECT_FALSE(restarted().describe(ServerId("three"))[0].changed);
}

TEST_F(ShownToolsTest, KeepWhatWasMetMeanwhileWhenAnApprovalIsTakenBack)
{
    catalog.setTools(ServerId("one"), {tool("z", "new words"), tool("y")});
    const auto approval =
        catalog.prepareApproval(ServerId("one"), {{"z", info("one", "z").definitionHash}});
    ASSERT_TRUE(approval);
    catalog.setTools(ServerId("one"), {tool("z", "new words"), tool("y"), tool("fresh")});
    std::ofstream(approval->file) << approval->after;
    catalog.takeBackApproval(ServerId("one"));
    const auto after = restarted().describe(ServerId("one"));
    EXPECT_TRUE(after[0].changed);
    EXPECT_EQ(after[2].approvedHash, info("one", "fresh").definitionHash);
    std::ifstream file(approval->file);
    std::ostringstream text;
    text << file.rdbuf();
    EXPECT_NE(text.str().find("fresh"), std::string::npos);
}

TEST_F(ShownToolsTest, TellClientsOfAllThatTheySee)
{
    const policy::AllowLists rights(config);
    protocol::Tool pictured = tool("z");
    pictured.definition.insert(1, R"("icons":[],)");
    const std::string before = catalog.fingerprint(rights, kAlice, {});
    const std::uint64_t version = catalog.current()->version;
    catalog.setTools(ServerId("one"), {pictured, tool("y")});
    EXPECT_NE(catalog.fingerprint(rights, kAlice, {}), before);
    EXPECT_GT(catalog.current()->version, version);
    EXPECT_FALSE(info("one", "z").changed);
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

} // namespace
} // namespace portcullis::engine
