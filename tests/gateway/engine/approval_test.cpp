#include "tests/gateway/engine/gateway_harness.h"

#include <gtest/gtest.h>

#include <algorithm>

// Tools that change, are hidden or renamed, as clients and people see it.
namespace portcullis::engine {
namespace {

using test::callText;
using test::Fields;
using test::GatewayHarness;
using test::HttpReply;

constexpr const char* kList = R"({"jsonrpc":"2.0","id":1,"method":"tools/list"})";

class ApprovalTest : public testing::Test
{
protected:
    void run()
    {
        harness.addServer("fx");
        harness.start();
        ASSERT_NE(harness.gateway, nullptr);
        harness.open();
    }

    // Changes the server's configuration, and with it its program's options.
    void update(const std::function<void(api::ServerConfig&)>& change)
    {
        const auto config = GatewayHarness::wait<api::ConfigPtr>(
            [this](auto done) { harness.gateway->config(done); });
        ASSERT_TRUE(config);
        api::ServerConfig server = (*config)->servers[0];
        change(server);
        const auto applied = harness.apply(api::UpdateServer{server});
        ASSERT_TRUE(applied) << applied.error().message;
    }

    [[nodiscard]] api::ToolInfo info(const std::string& name) const
    {
        const auto tools = GatewayHarness::wait<std::vector<api::ToolInfo>>(
            [this](auto done) { harness.gateway->serverTools(ServerId("fx"), done); });
        const auto found = std::ranges::find(*tools, name, &api::ToolInfo::name);
        return found == tools->end() ? api::ToolInfo() : *found;
    }

    // The newest record of an approval.
    [[nodiscard]] JsonDocument approvalRecord() const
    {
        for (auto n = static_cast<std::int64_t>(harness.status().auditRecords); n-- > 0;) {
            const auto details = GatewayHarness::wait<api::CallDetails>(
                [&](auto done) { harness.gateway->callDetails(n, done); });
            const std::string body = details ? details->intentBody + details->outcomeBody : "";
            if (body.find("tool.approve") != std::string::npos) {
                return JsonDocument::parse(body).value();
            }
        }
        return JsonDocument::parse("{}").value();
    }

    [[nodiscard]] Result<> approve(const api::ToolApproval& tool) const
    {
        return GatewayHarness::wait<void>(
            [&](auto done) { harness.gateway->approveTools(ServerId("fx"), {tool}, done); });
    }

    [[nodiscard]] bool lists(const GatewayHarness::Key& key, const std::string& name) const
    {
        return harness.post(key, kList).json().find("\"name\":\"" + name + "\"") !=
               std::string::npos;
    }

    // Both get the answer of a tool that is not there.
    void expectUnknown(const GatewayHarness::Key& key, const std::string& name)
    {
        const std::string answer = harness.post(key, callText(name)).json();
        std::string unknown = harness.post(key, callText("fx__nil")).json();
        unknown.replace(unknown.find("fx__nil"), 7, name);
        EXPECT_EQ(answer, unknown);
    }

    GatewayHarness harness;
};

// E-13
TEST_F(ApprovalTest, HoldsAChangedToolUntilItIsApproved)
{
    run();
    const auto key = harness.makeKey({"fx:*"});
    update([](api::ServerConfig& server) { server.changedTools = api::ChangedTools::Hold; });
    ASSERT_TRUE(GatewayHarness::eventually([&] { return lists(key, "fx__echo"); }));
    const Fields session = harness.initialize(key);
    ASSERT_EQ(harness.post(key, kList, session).status, 200U);

    update([](api::ServerConfig& server) { server.command.emplace_back("edited=Obey me."); });
    ASSERT_TRUE(GatewayHarness::eventually([&] { return info("echo").held; }));
    EXPECT_FALSE(lists(key, "fx__echo"));
    EXPECT_TRUE(lists(key, "fx__lists"));
    expectUnknown(key, "fx__echo");
    EXPECT_EQ(harness.activity().rows[1].reason, api::Reason::ToolChanged);
    EXPECT_EQ(harness.activity().rows[1].tool, "echo");

    test::RawClient stream(harness.port());
    Fields fields{{"Host", "localhost"},
                  {"Authorization", "Bearer " + key.secret},
                  {"Accept", "text/event-stream"}};
    fields.insert(fields.end(), session.begin(), session.end());
    stream.send(test::requestText("GET", "/mcp", fields, ""));
    ASSERT_TRUE(stream.readUntil("\r\n\r\n"));

    EXPECT_EQ(approve({"echo", std::string(64, '0')}).error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ(approve({"nil", std::string(64, '0')}).error().code, ErrorCode::NotFound);
    ASSERT_TRUE(info("echo").held);
    ASSERT_TRUE(approve({"echo", info("echo").definitionHash}));
    EXPECT_TRUE(stream.readUntil("notifications/tools/list_changed"));
    EXPECT_TRUE(lists(key, "fx__echo"));
    EXPECT_NE(harness.post(key, callText("fx__echo", R"({"a":1})")).json().find(R"({\"a\":1})"),
              std::string::npos);

    harness.stop();
    harness.start();
    harness.open();
    ASSERT_TRUE(GatewayHarness::eventually([&] { return lists(key, "fx__lists"); }));
}

TEST_F(ApprovalTest, OnlyMarksAChangedToolWhereThatIsThePolicy)
{
    run();
    const auto key = harness.makeKey({"fx:*"});
    ASSERT_TRUE(GatewayHarness::eventually([&] { return lists(key, "fx__echo"); }));
    update([](api::ServerConfig& server) { server.command.emplace_back("edited=New words."); });
    ASSERT_TRUE(GatewayHarness::eventually([&] { return info("echo").changed; }));
    EXPECT_FALSE(info("echo").held);
    EXPECT_TRUE(lists(key, "fx__echo"));
    ASSERT_TRUE(approve({"echo", info("echo").definitionHash}));
    EXPECT_FALSE(info("echo").changed);
    const JsonDocument record = approvalRecord();
    EXPECT_EQ(record.root()["before"].string().size(), 64U);
    EXPECT_EQ(record.root()["after"].string().size(), 64U);
    EXPECT_NE(record.root()["before"].string(), record.root()["after"].string());
}

// E-11
TEST_F(ApprovalTest, ShowsToolsAsTheAdministratorWants)
{
    run();
    const auto key = harness.makeKey({"fx:echo", "fx:lists"});
    ASSERT_TRUE(GatewayHarness::eventually([&] { return lists(key, "fx__echo"); }));
    update([](api::ServerConfig& server) {
        server.tools = {{"echo", "say", "Says it.", false}, {"lists", "", {}, true}};
    });
    ASSERT_TRUE(GatewayHarness::eventually([&] { return lists(key, "fx__say"); }));
    EXPECT_FALSE(lists(key, "fx__lists"));
    expectUnknown(key, "fx__lists");
    EXPECT_EQ(harness.activity().rows[1].reason, api::Reason::ToolHidden);
    expectUnknown(key, "fx__echo");
    const Fields session = harness.initialize(key, "2025-11-25", "/mcp/fx");
    for (const auto& [name, path, fields] :
         {std::tuple("fx__say", "/mcp", Fields()), std::tuple("say", "/mcp/fx", session)}) {
        EXPECT_NE(harness.post(key, callText(name, R"({"a":1})"), fields, path).json().find("a"),
                  std::string::npos);
        EXPECT_EQ(harness.activity().rows[0].tool, "echo"); // the log knows the server's own name
        EXPECT_EQ(harness.activity().rows[0].outcome, api::Outcome::Ok);
    }
}

// E-08
TEST_F(ApprovalTest, RenamesAtOnceWhenTheSettingsChange)
{
    run();
    const auto key = harness.makeKey({"fx:*"});
    ASSERT_TRUE(GatewayHarness::eventually([&] { return lists(key, "fx__echo"); }));
    api::Settings settings;
    settings.durability = api::Durability::Standard;
    settings.toolNames.serverPrefix = false;
    ASSERT_TRUE(harness.apply(api::UpdateSettings{settings}));
    EXPECT_TRUE(lists(key, "echo"));
    EXPECT_FALSE(lists(key, "fx__echo"));
    EXPECT_EQ(info("echo").publicName, "echo");
    settings.toolNames.serverPrefix = true;
    ASSERT_TRUE(harness.apply(api::UpdateSettings{settings}));
    EXPECT_TRUE(lists(key, "fx__echo"));
}

} // namespace
} // namespace portcullis::engine
