#include "gateway/api/json_text.h"
#include "gateway/api/wire.h"
#include "tests/gateway/api/sample_config.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace portcullis::api {
namespace {

using Json = nlohmann::json;

const WallTime kTime = fromMicros(1'795'339'800'123'456);

// As the other side gets it: through text.
template <typename T>
Json sent(const T& value)
{
    auto json = parseJsonText(formatJsonText(toJson(value)));
    EXPECT_TRUE(json);
    return json ? *json : Json();
}

ActivityRow sampleRow()
{
    return {42,
            kTime,
            CallId("0193-call"),
            KeyId("vk_1"),
            "Claude Code 2.0",
            ServerId("fx"),
            "echo \"x\"",
            Reason::ToolNotAllowed,
            Outcome::Denied,
            1234,
            -1,
            1LL << 40U,
            CaseId("tiger")};
}

GatewayStatus sampleStatus()
{
    GatewayStatus status;
    status.state = GatewayState::Refusing;
    status.reason = "The disk is full.";
    status.endpoint = "http://127.0.0.1:8717/mcp";
    status.socketPath = "/run/p.sock";
    status.dataFolder = "/data";
    status.configRevision = ~0ULL;
    status.sessions = 3;
    status.inFlight = 2;
    ServerStatus server;
    server.id = ServerId("fx");
    server.state = ServerState::Backoff;
    server.revision = "2025-11-25";
    server.serverName = "Fixture";
    server.serverVersion = "1";
    server.tools = 9;
    server.inFlight = 1;
    server.restarts = 4;
    server.lastError = Error{ErrorCode::Unavailable, "It went away.", "exit 1"};
    server.since = kTime;
    status.servers = {server, ServerStatus{}};
    status.keys = {{KeyId("vk_1"), kTime}};
    status.callsPerMinute = {0, 5, 1};
    status.calls = 100;
    status.refused = 7;
    status.auditRecords = 1'000'000'000'000;
    status.logAlarm = "It is an older copy.";
    status.logWarning = "The disk is filling up.";
    status.pinPlace = PinPlace::Keychain;
    status.pinProblem = "The keychain is locked.";
    return status;
}

ToolInfo sampleTool()
{
    return {.name = "echo",
            .publicName = "fx__echo",
            .title = "Echo",
            .description = "Says it again.",
            .definitionHash = "ab12",
            .readOnlyHint = true,
            .destructiveHint = true,
            .approvedHash = "cd34",
            .changed = true,
            .held = true,
            .hidden = true};
}

Budget sampleBudget()
{
    Budget budget;
    budget.id = BudgetId("team.ops.calls.day");
    budget.level = BudgetLevel::Team;
    budget.owner = "ops";
    budget.unit = BudgetUnit::CostMicros;
    budget.limit = kMaxAmount;
    budget.period = BudgetPeriod::Quarter;
    budget.window = BudgetWindow::Rolling;
    budget.timeZone = "America/Argentina/Buenos_Aires";
    budget.warnAtPercent = 0;
    budget.failedCallsCount = false;
    return budget;
}

UpdateKey ownedKey()
{
    UpdateKey change = updateOf(test::sampleKey("1"));
    change.team = TeamId("ops");
    change.caseId = CaseId("c1");
    change.rate = RateLimit{10, std::chrono::seconds(3600), 3};
    change.concurrency = 4;
    return change;
}

// The most that may be configured and asked for, in one line of the control socket.
TEST(Wire, AnAnswerAboutAllBudgetsFitsIntoALine)
{
    constexpr std::size_t kBudgets = 2000;
    constexpr std::size_t kLine = std::size_t{64} * 1024 * 1024;
    const BudgetQuery query{kMaxBudgetHistory, std::nullopt};
    const std::uint32_t history = historyOfEach(query, kBudgets);
    EXPECT_EQ(history, 50U);
    BudgetState state;
    state.budget = sampleBudget();
    state.budget.id = BudgetId(std::string(120, 'b'));
    state.budget.owner = std::string(120, 'o');
    state.use.emplace();
    state.use->used = kMaxAmount;
    state.use->history.assign(history,
                              {WallTime(std::chrono::microseconds(1)),
                               WallTime(std::chrono::microseconds(2)),
                               kMaxAmount});
    EXPECT_LT(toJson(std::vector<BudgetState>(kBudgets, state)).dump().size(), kLine / 2);
    EXPECT_EQ(historyOfEach(query, 1), kMaxBudgetHistory);
    EXPECT_EQ(historyOfEach(query, 0), kMaxBudgetHistory);
    EXPECT_EQ(historyOfEach({30, std::nullopt}, kBudgets), 30U);
}

TEST(Wire, ErrorsRoundTrip)
{
    for (int i = 0; i <= static_cast<int>(ErrorCode::Internal); ++i) {
        const Error error{static_cast<ErrorCode>(i), "message", "cause"};
        EXPECT_EQ(errorFromJson(sent(error)), error);
    }
    EXPECT_EQ(errorFromJson(Json("what?")).code, ErrorCode::Internal);
    EXPECT_FALSE(errorFromJson(Json()).message.empty());
}

TEST(Wire, StatusRoundTrips)
{
    EXPECT_EQ(statusFromJson(sent(sampleStatus())), sampleStatus());
    EXPECT_EQ(statusFromJson(sent(GatewayStatus{})), GatewayStatus{});
}

TEST(Wire, ToolsAndReportsRoundTrip)
{
    EXPECT_EQ(toolFromJson(sent(sampleTool())), sampleTool());
    const ServerReport report{"2025-11-25", "Fixture", "1", {sampleTool()}, {"a", "b"}, "oops\n"};
    EXPECT_EQ(reportFromJson(sent(report)), report);
}

TEST(Wire, ApprovalsRoundTripAndAreRefusedWhenTheyLackSomething)
{
    const ToolApproval approval{"echo", "ab12"};
    EXPECT_EQ(approvalFromJson(sent(approval)), approval);
    EXPECT_FALSE(approvalFromJson(Json{{"tool", "echo"}}));
    EXPECT_FALSE(approvalFromJson(Json{{"tool", "a"}, {"definitionHash", "b"}, {"force", true}}));
}

TEST(Wire, ActivityRoundTrips)
{
    const ActivityPage page{{sampleRow(), ActivityRow{}}, true};
    EXPECT_EQ(pageFromJson(sent(page)), page);
    const ActivityQuery query{7,
                              50,
                              KeyId("vk_1"),
                              ServerId("fx"),
                              "ec",
                              true,
                              std::vector{KeyId("vk_1"), KeyId("vk_2")},
                              CaseId("tiger")};
    EXPECT_EQ(queryFromJson(sent(query)), query);
    EXPECT_EQ(queryFromJson(sent(ActivityQuery{})), ActivityQuery{});
    EXPECT_EQ(queryFromJson(Json::object()), ActivityQuery{});
}

TEST(Wire, DetailsTellAbsentTextFromEmptyText)
{
    CallDetails details{sampleRow(), "{}", "{\"a\":1}", "", "", "", std::nullopt};
    EXPECT_EQ(detailsFromJson(sent(details)), details);
    details.result = "{}";
    details.arguments.reset();
    EXPECT_EQ(detailsFromJson(sent(details)), details);
}

TEST(Wire, ChangesRoundTrip)
{
    GatewayConfig config;
    config.servers = {test::stdioServer("fx")};
    const std::vector<ConfigChange> changes = {
        AddServer{test::stdioServer("fx")},
        UpdateServer{test::httpServer("fx")},
        RemoveServer{ServerId("fx")},
        AddKey{test::sampleKey("1")},
        UpdateKey{KeyId("vk_1"), "label", "owner", kTime, true, ContentMode::ProveOnly, true},
        UpdateKey{KeyId("vk_1"), "label", "", {}, false, ContentMode::Full},
        ownedKey(),
        RotateKey{KeyId("vk_1"), sha256("new"), kTime, kTime, true},
        RotateKey{KeyId("vk_1"), sha256("new"), kTime, {}, false},
        EndOldSecret{KeyId("vk_1")},
        SetAllowList{KeyId("vk_1"), {{ServerId("fx"), "echo"}, {ServerId("fx"), "*"}}},
        RemoveKey{KeyId("vk_1")},
        AddCustomer{{CustomerId("acme"), "Acme", true}},
        UpdateCustomer{{CustomerId("acme"), "", false}},
        RemoveCustomer{CustomerId("acme")},
        AddTeam{{TeamId("ops"), CustomerId("acme"), "Ops", true}},
        UpdateTeam{{TeamId("ops"), CustomerId("acme"), "", false}},
        RemoveTeam{TeamId("ops")},
        AddCase{{CaseId("c1"), "Case", kTime, kTime, std::vector<AllowRule>()}},
        UpdateCase{{CaseId("c1"), "", kTime, std::nullopt, std::nullopt}},
        RemoveCase{CaseId("c1")},
        SetBudget{sampleBudget()},
        RemoveBudget{BudgetId("team.ops.calls.day")},
        SetPrice{{ServerId("fx"), "*", kMaxPriceMicros}},
        RemovePrice{ServerId("fx"), "*"},
        UpdateSettings{Settings{}},
        SetRoles{RoleMap{{{"ada"}, {}}, {}, {}}, false},
        ReplaceConfig{config},
        UndoRevision{7, 9},
        RestoreRevision{6, 9}};
    for (const ConfigChange& change : changes) {
        const auto again = changeFromJson(sent(change));
        ASSERT_TRUE(again) << again.error().message;
        EXPECT_EQ(*again, change) << changeName(change);
    }
}

TEST(Wire, ChangesThatLeaveSomethingOutAreRefused)
{
    const ConfigChange change =
        UpdateKey{KeyId("vk_1"), "label", "owner", kTime, true, ContentMode::None};
    const Json whole = sent(change);
    for (const auto& [name, value] : whole.items()) {
        Json part = whole;
        part.erase(name);
        EXPECT_FALSE(changeFromJson(part)) << name;
    }
    Json more = whole;
    more["budget"] = 1;
    EXPECT_FALSE(changeFromJson(more));
    EXPECT_FALSE(changeFromJson(Json{{"type", "server.explode"}}));
    EXPECT_FALSE(changeFromJson(Json::array()));
}

TEST(Wire, BudgetsRoundTrip)
{
    BudgetUse use{5, 2, kTime, kTime, true, {{kTime, kTime, 9}, {kTime, kTime, 0}}};
    const std::vector<BudgetState> states = {{sampleBudget(), use}, {sampleBudget(), {}}};
    EXPECT_EQ(budgetStatesFromJson(sent(states)), states);
    EXPECT_FALSE(budgetStatesFromJson(Json::object()));
    EXPECT_FALSE(budgetStatesFromJson(Json::array({1})));
    const BudgetQuery query{30, BudgetId("a")};
    EXPECT_EQ(budgetQueryFromJson(sent(query)), query);
    EXPECT_EQ(budgetQueryFromJson(Json::object()), BudgetQuery{});
    EXPECT_FALSE(budgetQueryFromJson(Json{{"history", 401}}));
}

TEST(Wire, RotationsRoundTripAndNameAllTheirMembers)
{
    const KeyRotation rotation{KeyId("vk_1"), std::chrono::hours(7), true};
    const Json whole = sent(rotation);
    EXPECT_EQ(keyRotationFromJson(whole), rotation);
    for (const auto& [name, value] : whole.items()) {
        Json part = whole;
        part.erase(name);
        EXPECT_FALSE(keyRotationFromJson(part)) << name;
    }
    Json negative = whole;
    negative["overlapSeconds"] = -1;
    EXPECT_FALSE(keyRotationFromJson(negative));
}

TEST(Wire, NewKeysRoundTrip)
{
    const UpdateKey owned = ownedKey();
    NewKey ofTeam;
    ofTeam.team = owned.team;
    ofTeam.caseId = owned.caseId;
    ofTeam.rate = owned.rate;
    ofTeam.concurrency = owned.concurrency;
    ofTeam.transports = {KeyTransport::Sse};
    ofTeam.programs = {{sha256("claude"), "/usr/bin/claude"}};
    EXPECT_EQ(newKeyFromJson(sent(ofTeam)), ofTeam);
    const NewKey key{"label", "owner", kTime, ContentMode::None, true, {{ServerId("fx"), "*"}}};
    EXPECT_EQ(newKeyFromJson(sent(key)), key);
    EXPECT_EQ(newKeyFromJson(sent(NewKey{})), NewKey{});
}

TEST(Wire, EventsRoundTrip)
{
    const auto again = [](auto what) {
        auto event = eventFromJson(sent(Event{77, std::move(what)}));
        EXPECT_TRUE(event) << event.error().message;
        EXPECT_EQ(event->sequence, 77U);
        return std::move(event->what);
    };
    EXPECT_EQ(std::get<StatusChanged>(again(StatusChanged{sampleStatus()})).status, sampleStatus());
    EXPECT_EQ(std::get<ToolsChanged>(again(ToolsChanged{ServerId("fx")})).server, ServerId("fx"));
    EXPECT_EQ(std::get<CallChanged>(again(CallChanged{sampleRow()})).row, sampleRow());
    const auto warning =
        std::get<BudgetWarning>(again(BudgetWarning{BudgetId("a"), 8, 10, kTime, true}));
    EXPECT_EQ(warning.budget, BudgetId("a"));
    EXPECT_EQ(warning.used, 8U);
    EXPECT_EQ(warning.limit, 10U);
    EXPECT_EQ(warning.reset, kTime);
    EXPECT_TRUE(warning.exhausted);
    const auto config = std::make_shared<const GatewayConfig>(test::ConfigGenerator(3).next());
    const auto read = std::get<ConfigChanged>(again(ConfigChanged{config}));
    ASSERT_NE(read.config, nullptr);
    EXPECT_EQ(*read.config, *config);
    EXPECT_EQ(std::get<ConfigChanged>(again(ConfigChanged{})).config, nullptr);
}

TEST(Wire, ReadingIsStrictOnTypesAndTolerantOfMore)
{
    Json status = sent(sampleStatus());
    status["fromTheFuture"] = Json::array({1, 2});
    EXPECT_EQ(statusFromJson(status), sampleStatus());
    const Json whole = sent(sampleStatus());
    for (const auto& [name, value] : whole.items()) {
        Json wrong = status;
        wrong[name] = true;
        const auto read = statusFromJson(wrong);
        ASSERT_FALSE(read) << name;
        EXPECT_EQ(read.error().code, ErrorCode::InvalidArgument);
        EXPECT_TRUE(read.error().message.starts_with("/" + name + ": ")) << read.error().message;
    }
    EXPECT_FALSE(eventFromJson(Json{{"sequence", 1}, {"type", "nonsense"}}));
    EXPECT_FALSE(pageFromJson(Json{{"rows", {1}}}));
    EXPECT_FALSE(statusFromJson(Json(7)));
}

} // namespace
} // namespace portcullis::api
