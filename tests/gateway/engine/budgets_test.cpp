#include "gateway/engine/log_opening.h"
#include "tests/gateway/engine/gateway_harness.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <future>
#include <vector>

// What calls take from budgets, through a whole gateway.
namespace portcullis::engine {
namespace {

using test::callText;
using test::GatewayHarness;
using test::HttpReply;

class BudgetsTest : public testing::Test
{
protected:
    void SetUp() override
    {
        harness.addServer("fx");
        harness.start();
        ASSERT_NE(harness.gateway, nullptr);
        harness.open();
        key = harness.makeKey({"fx:*"});
    }

    api::Budget budgetOf(api::BudgetUnit unit, std::uint64_t limit) const
    {
        api::Budget budget;
        budget.id = BudgetId("test");
        budget.owner = key.id.str();
        budget.unit = unit;
        budget.limit = limit;
        return budget;
    }

    void set(const api::Budget& budget)
    {
        const auto applied = harness.apply(api::SetBudget{budget});
        ASSERT_TRUE(applied) << applied.error().message;
    }

    static api::BudgetUse useIn(const GatewayHarness& gateway)
    {
        const auto states = GatewayHarness::wait<std::vector<api::BudgetState>>(
            [&](auto done) { gateway.gateway->budgets({}, done); });
        EXPECT_TRUE(states);
        EXPECT_EQ(states->size(), 1U);
        return states->front().use.value_or(api::BudgetUse());
    }

    api::BudgetUse use() const { return useIn(harness); }

    JsonDocument call(const std::string& tool, const std::string& arguments = "{}") const
    {
        const HttpReply reply = harness.post(key, callText("fx__" + tool, arguments));
        EXPECT_EQ(reply.status, 200U);
        auto parsed = JsonDocument::parse(reply.json());
        EXPECT_TRUE(parsed) << reply.body;
        return std::move(*parsed);
    }

    static std::string textOf(const JsonDocument& reply)
    {
        return reply.root()["result"]["content"].first()["text"].string();
    }

    static bool isError(const JsonDocument& reply)
    {
        return reply.root()["result"]["isError"].boolean();
    }

    // Without the sockets in it, which cannot be copied.
    static void copyFiles(const std::filesystem::path& from, const std::filesystem::path& to)
    {
        for (const auto& entry : std::filesystem::recursive_directory_iterator(from)) {
            const auto target = to / entry.path().lexically_relative(from);
            if (entry.is_regular_file()) {
                std::filesystem::create_directories(target.parent_path());
                std::filesystem::copy_file(entry.path(), target);
            }
        }
    }

    // The folder as a crash would leave it now.
    void copyTo(GatewayHarness& other) const
    {
        other.master = harness.master.duplicate();
        copyFiles(harness.folder.path() / "data", other.folder.path() / "data");
        other.addServer("fx");
        other.start();
        ASSERT_NE(other.gateway, nullptr);
        other.open();
    }

    // Leaves this among what the log says of budgets, while no gateway runs.
    void recordState(const std::string& state)
    {
        const SystemClock clock;
        auto log = openLog(
            harness.folder.path() / "data", harness.master, api::Durability::Strict, clock, {});
        ASSERT_TRUE(log) << log.error().message;
        std::promise<Result<audit::Receipt>> done;
        audit::BudgetState record;
        record.state = state;
        (*log)->append(std::move(record), [&done](Result<audit::Receipt> receipt) {
            done.set_value(std::move(receipt));
        });
        ASSERT_TRUE(done.get_future().get());
    }

    void reopen()
    {
        harness.start();
        ASSERT_NE(harness.gateway, nullptr);
        harness.open();
    }

    GatewayHarness harness;
    GatewayHarness::Key key;
};

TEST_F(BudgetsTest, CallsAtOnceCannotOvershoot)
{
    set(budgetOf(api::BudgetUnit::Calls, 3));
    std::vector<std::future<bool>> calls;
    for (int each = 0; each < 10; ++each) {
        calls.push_back(std::async(std::launch::async, [this] { return !isError(call("echo")); }));
    }
    const auto made = std::ranges::count_if(calls, [](auto& each) { return each.get(); });
    EXPECT_EQ(made, 3);
    EXPECT_EQ(use().used, 3U);
    EXPECT_EQ(use().reserved, 0U);
}

TEST_F(BudgetsTest, ARefusalSaysTheLimitItsUseAndWhenToTryAgain)
{
    set(budgetOf(api::BudgetUnit::Calls, 1));
    call("echo");
    const HttpReply reply = harness.post(key, callText("fx__echo"));
    EXPECT_EQ(reply.status, 200U);
    const auto parsed = JsonDocument::parse(reply.json());
    EXPECT_TRUE(isError(*parsed));
    EXPECT_NE(textOf(*parsed).find("may use 1 calls per day (UTC), 1 calls are used"),
              std::string::npos)
        << reply.body;
    const JsonValue said = parsed->root()["result"]["_meta"]["io.portcullis/budget"];
    EXPECT_EQ(said["budget"].string(), "test");
    EXPECT_EQ(said["used"].integer(), 1);
    ASSERT_TRUE(said["retryAfterSeconds"].integer());
    ASSERT_TRUE(reply.headers.contains("retry-after"));
    EXPECT_EQ(reply.headers.at("retry-after"),
              std::to_string(*said["retryAfterSeconds"].integer()));
    const auto rows = harness.activity().rows;
    EXPECT_EQ(rows.front().reason, api::Reason::BudgetExhausted);
}

TEST_F(BudgetsTest, CallsThatComeTooFastAreRefusedAndRecorded)
{
    api::UpdateKey change;
    change.id = key.id;
    change.label = "fast";
    change.rate = api::RateLimit{1, std::chrono::hours(1), 2};
    ASSERT_TRUE(harness.apply(change));
    EXPECT_FALSE(isError(call("echo")));
    EXPECT_FALSE(isError(call("echo")));
    const HttpReply reply = harness.post(key, callText("fx__echo"));
    const auto refused = JsonDocument::parse(reply.json());
    EXPECT_TRUE(isError(*refused));
    EXPECT_NE(textOf(*refused).find("its key's calls may be 1 in 3600 s"), std::string::npos)
        << reply.body;
    EXPECT_TRUE(reply.headers.contains("retry-after"));
    EXPECT_EQ(harness.activity().rows.front().reason, api::Reason::RateLimited);
}

TEST_F(BudgetsTest, AFailedCallCountsAsItsBudgetSays)
{
    api::Budget budget = budgetOf(api::BudgetUnit::Calls, 10);
    budget.failedCallsCount = false;
    set(budget);
    call("rpcerror");
    EXPECT_EQ(use().used, 0U);
    budget.failedCallsCount = true;
    set(budget);
    call("rpcerror");
    EXPECT_EQ(use().used, 1U);
}

TEST_F(BudgetsTest, BytesAndTokensAreThoseOfArgumentsAndResult)
{
    set(budgetOf(api::BudgetUnit::Bytes, 100'000));
    api::Budget tokens = budgetOf(api::BudgetUnit::Tokens, 100'000);
    const std::string arguments = R"({"text":")" + std::string(100, 'a') + R"("})";
    const auto reply = call("echo", arguments);
    const auto result = textOf(reply).size();
    EXPECT_GT(use().used, arguments.size() + result);
    EXPECT_LT(use().used, arguments.size() + result + 200);
    set(tokens);
    EXPECT_EQ(use().used, 0U);
    call("echo", arguments);
    EXPECT_GT(use().used, 10U);
}

TEST_F(BudgetsTest, AResultThatDoesNotFitIsWithheldAndNotCounted)
{
    set(budgetOf(api::BudgetUnit::Bytes, 1000));
    const std::string arguments = R"({"text":")" + std::string(600, 'a') + R"("})";
    const auto reply = call("echo", arguments);
    EXPECT_TRUE(isError(reply));
    EXPECT_EQ(textOf(reply).find("aaaa"), std::string::npos);
    EXPECT_NE(textOf(reply).find("withheld"), std::string::npos);
    EXPECT_TRUE(reply.root()["result"]["_meta"]["io.portcullis/audit"].exists());
    EXPECT_EQ(use().used, arguments.size());
}

TEST_F(BudgetsTest, TheServersTimeIsCutToWhatIsLeft)
{
    set(budgetOf(api::BudgetUnit::UpstreamMilliseconds, 200));
    const auto reply = call("hang");
    EXPECT_TRUE(isError(reply));
    EXPECT_GE(use().used, 200U);
    EXPECT_NE(textOf(call("echo")).find("ms of the servers' time"), std::string::npos);
}

TEST_F(BudgetsTest, ACallCostsWhatItsPriceSays)
{
    ASSERT_TRUE(harness.apply(api::SetPrice{{ServerId("fx"), "echo", 300'000}}));
    set(budgetOf(api::BudgetUnit::CostMicros, 500'000));
    call("echo");
    call("lists"); // costs nothing
    EXPECT_EQ(use().used, 300'000U);
    EXPECT_NE(textOf(call("echo")).find("0.5 EUR"), std::string::npos);
}

TEST_F(BudgetsTest, ARestartKeepsWhatWasUsed)
{
    set(budgetOf(api::BudgetUnit::Calls, 5));
    call("echo");
    call("echo");
    harness.stop();
    harness.start();
    harness.open();
    EXPECT_EQ(use().used, 2U);
}

TEST_F(BudgetsTest, ACrashNeitherLosesNorRefills)
{
    set(budgetOf(api::BudgetUnit::Calls, 5));
    call("echo");
    auto hanging =
        std::async(std::launch::async, [this] { return harness.post(key, callText("fx__hang")); });
    ASSERT_TRUE(GatewayHarness::eventually([this] { return use().reserved == 1; }));
    ASSERT_TRUE(GatewayHarness::eventually([this] {
        const auto rows = harness.activity().rows;
        return !rows.empty() && rows.front().outcome == api::Outcome::Running;
    }));
    GatewayHarness other;
    copyTo(other);
    EXPECT_EQ(useIn(other).used, 2U); // what ran counts
    EXPECT_EQ(useIn(other).reserved, 0U);
    harness.stop();
    hanging.wait();
}

TEST_F(BudgetsTest, UseThatCannotBeReadRefusesCallsUntilSomebodyAcceptsTheLoss)
{
    set(budgetOf(api::BudgetUnit::Calls, 5));
    call("echo");
    harness.stop();
    recordState(R"({"budgets":"from the future"})");
    for (int start = 0; start < 2; ++start) { // no start forgets it
        reopen();
        EXPECT_NE(harness.status().logAlarm.find("What budgets have used cannot be read"),
                  std::string::npos);
        EXPECT_TRUE(isError(call("echo")));
        EXPECT_EQ(harness.activity().rows.front().reason, api::Reason::AuditUnavailable);
        harness.stop();
    }
    reopen();
    ASSERT_TRUE(GatewayHarness::wait<void>(
        [this](auto done) { harness.gateway->acceptLog(std::move(done)); }));
    EXPECT_EQ(harness.status().logAlarm, "");
    EXPECT_FALSE(isError(call("echo")));
    EXPECT_EQ(use().used, 1U);
}

TEST_F(BudgetsTest, UseThatCannotBeReadIsNobodysMatterWithoutBudgets)
{
    harness.stop();
    recordState(R"({"budgets":"from the future"})");
    reopen();
    EXPECT_EQ(harness.status().logAlarm, "");
    EXPECT_FALSE(isError(call("echo")));
}

TEST_F(BudgetsTest, ChangingABudgetKeepsTheUseOfItsWindow)
{
    set(budgetOf(api::BudgetUnit::Calls, 5));
    call("echo");
    api::Budget changed = budgetOf(api::BudgetUnit::Calls, 2);
    changed.window = api::BudgetWindow::Rolling;
    set(changed);
    EXPECT_EQ(use().used, 1U);
    ASSERT_TRUE(harness.apply(api::RemoveBudget{changed.id}));
    set(changed);
    EXPECT_EQ(use().used, 1U);
}

TEST_F(BudgetsTest, ATimeZoneThatDoesNotExistIsRefused)
{
    api::Budget budget = budgetOf(api::BudgetUnit::Calls, 5);
    budget.timeZone = "Europe/Atlantis";
    const auto applied = harness.apply(api::SetBudget{budget});
    ASSERT_FALSE(applied);
    EXPECT_EQ(applied.error().code, ErrorCode::InvalidArgument);
    EXPECT_NE(applied.error().message.find("Europe/Atlantis"), std::string::npos);
}

TEST_F(BudgetsTest, AThresholdAndTheFirstRefusalAreTold)
{
    set(budgetOf(api::BudgetUnit::Calls, 2));
    auto told = std::make_shared<std::vector<api::BudgetWarning>>();
    harness.gateway->observe([told](const api::Event& event) {
        if (const auto* warning = std::get_if<api::BudgetWarning>(&event.what)) {
            told->push_back(*warning);
        }
    });
    for (int each = 0; each < 4; ++each) {
        call("echo");
    }
    static_cast<void>(use()); // the gateway's thread is past what it has told
    ASSERT_EQ(told->size(), 2U);
    EXPECT_FALSE(told->front().exhausted);
    EXPECT_TRUE(told->back().exhausted);
    harness.gateway->observe({});
}

} // namespace
} // namespace portcullis::engine
