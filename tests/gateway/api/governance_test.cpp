#include "gateway/api/config_change.h"
#include "gateway/api/config_json.h"
#include "tests/gateway/api/sample_config.h"

#include <gtest/gtest.h>

namespace portcullis::api {
namespace {

// Customer "acme" with the team "ops", whose key vk_1 is bound to the case "c1".
class GovernanceTest : public testing::Test
{
protected:
    GovernanceTest()
    {
        m_config.servers = {test::stdioServer("fx"), test::httpServer("gx")};
        m_config.keys = {test::sampleKey("1", {{ServerId("fx"), "echo"}})};
        m_config.customers = {{CustomerId("acme"), "Acme", false}};
        m_config.teams = {{TeamId("ops"), CustomerId("acme"), "Operations", false}};
        m_config.cases = {{CaseId("c1"), "First", fromMicros(1), {}, {}}};
        m_config.keys[0].team = TeamId("ops");
        m_config.keys[0].caseId = CaseId("c1");
    }

    [[nodiscard]] GatewayConfig applied(const ConfigChange& change) const
    {
        auto next = applyChange(m_config, change);
        EXPECT_TRUE(next) << next.error().message;
        return next ? *next : GatewayConfig{};
    }

    [[nodiscard]] Error refused(const ConfigChange& change) const
    {
        const auto next = applyChange(m_config, change);
        EXPECT_FALSE(next);
        return next ? Error{} : next.error();
    }

    [[nodiscard]] static Budget budgetOf(BudgetLevel level, const std::string& owner)
    {
        Budget budget;
        budget.level = level;
        budget.owner = owner;
        budget.limit = 10;
        return budget;
    }

    GatewayConfig m_config;
};

TEST_F(GovernanceTest, WhatIsThereIsValidAndReadsBackEqual)
{
    ASSERT_TRUE(validate(m_config)) << validate(m_config).error().message;
    EXPECT_EQ(parseConfig(formatConfig(m_config)), m_config);
}

TEST_F(GovernanceTest, AFileFromBeforeLoadsWithoutOwners)
{
    const auto config = parseConfig(R"({"keys":[{"id":"vk_1","label":"x","hash":")" +
                                    std::string(64, 'a') + R"("}]})");
    ASSERT_TRUE(config) << config.error().message;
    EXPECT_TRUE(config->keys[0].team.empty());
    EXPECT_TRUE(config->keys[0].caseId.empty());
    EXPECT_FALSE(config->keys[0].rate);
    EXPECT_TRUE(config->budgets.empty());
    EXPECT_EQ(config->settings.currency, "EUR");
}

TEST_F(GovernanceTest, OwnersAreAddedChangedAndRemoved)
{
    EXPECT_EQ(applied(AddCustomer{{CustomerId("b"), "", false}}).customers.size(), 2U);
    EXPECT_TRUE(applied(UpdateCustomer{{CustomerId("acme"), "", true}}).customers[0].disabled);
    EXPECT_EQ(applied(AddTeam{{TeamId("b"), CustomerId("acme"), "", false}}).teams.size(), 2U);
    EXPECT_TRUE(
        applied(UpdateTeam{{TeamId("ops"), CustomerId("acme"), "", true}}).teams[0].disabled);
    Case closed = m_config.cases[0];
    closed.closed = fromMicros(2);
    EXPECT_EQ(applied(UpdateCase{closed}).cases[0], closed);
    m_config.keys.clear();
    EXPECT_TRUE(applied(RemoveCase{CaseId("c1")}).cases.empty());
    m_config = applied(RemoveTeam{TeamId("ops")});
    EXPECT_TRUE(applied(RemoveCustomer{CustomerId("acme")}).customers.empty());
    EXPECT_EQ(refused(RemoveCase{CaseId("no")}).code, ErrorCode::NotFound);
    EXPECT_EQ(refused(UpdateTeam{{TeamId("no"), CustomerId("acme"), "", true}}).code,
              ErrorCode::NotFound);
}

TEST_F(GovernanceTest, WhatIsUsedIsNotRemovedAndTheErrorSaysWhatToDo)
{
    EXPECT_EQ(refused(RemoveCustomer{CustomerId("acme")}).message,
              "The customer \"acme\" still has 1 team: move or remove it first.");
    EXPECT_EQ(refused(RemoveTeam{TeamId("ops")}).message,
              "The team \"ops\" still has 1 key: move or remove it first.");
    EXPECT_EQ(refused(RemoveCase{CaseId("c1")}).message,
              "The case \"c1\" still has 1 key: release or remove it first.");
}

TEST_F(GovernanceTest, IdsAndNamesAreUnique)
{
    EXPECT_EQ(refused(AddCustomer{{CustomerId("acme"), "", false}}).code, ErrorCode::AlreadyExists);
    EXPECT_EQ(refused(AddTeam{{TeamId("ops"), CustomerId("acme"), "", false}}).code,
              ErrorCode::AlreadyExists);
    EXPECT_EQ(refused(AddCustomer{{CustomerId("b"), "Acme", false}}).message,
              "Customer \"b\": name must not be the name of another customer.");
    EXPECT_FALSE(
        applyChange(m_config, AddTeam{{TeamId("b"), CustomerId("acme"), "Operations", false}}));
    m_config.customers.push_back({CustomerId("b"), "", false});
    EXPECT_EQ(applied(AddTeam{{TeamId("b"), CustomerId("b"), "Operations", false}}).teams.size(),
              2U); // another customer's
    m_config.customers.push_back({CustomerId("b"), "", false});
    EXPECT_FALSE(validate(m_config));
}

TEST_F(GovernanceTest, WhatIsNamedMustBeThere)
{
    EXPECT_EQ(refused(AddTeam{{TeamId("b"), CustomerId("no"), "", false}}).message,
              "Team \"b\": customer must be the id of a customer that is there; add the customer "
              "first.");
    UpdateKey key = updateOf(m_config.keys[0]);
    EXPECT_EQ(applied(key).keys, m_config.keys);
    key.team = TeamId("no");
    EXPECT_NE(refused(key).message.find("add the team first"), std::string::npos);
    key.team = {};
    key.caseId = CaseId("no");
    EXPECT_NE(refused(key).message.find("add the case first"), std::string::npos);
    key.caseId = {};
    EXPECT_TRUE(applied(key).keys[0].team.empty());
    EXPECT_FALSE(parseConfig(
        R"({"budgets":[{"level":"team","owner":"x","unit":"calls","limit":1,"period":"day"}]})"));
}

TEST_F(GovernanceTest, ShortNamesHaveAForm)
{
    for (const std::string& id : {std::string(),
                                  std::string(41, 'a'),
                                  std::string("a b"),
                                  std::string(".a"),
                                  std::string("a/b"),
                                  std::string("ä")}) {
        EXPECT_EQ(refused(AddCustomer{{CustomerId(id), "", false}}).code,
                  ErrorCode::InvalidArgument)
            << id;
    }
    EXPECT_FALSE(applyChange(m_config, AddCustomer{{CustomerId("b"), "a\nb", false}}));
    EXPECT_EQ(applied(AddCustomer{{CustomerId("2026-b_C.1"), "Ä b", false}}).customers.size(), 2U);
}

TEST_F(GovernanceTest, BudgetsGetAnIdAndAreReplacedByIt)
{
    m_config = applied(SetBudget{budgetOf(BudgetLevel::Key, "vk_1")});
    ASSERT_EQ(m_config.budgets.size(), 1U);
    EXPECT_EQ(m_config.budgets[0].id, BudgetId("key.vk_1.calls.day"));
    Budget more = m_config.budgets[0];
    more.limit = 20;
    m_config = applied(SetBudget{more});
    ASSERT_EQ(m_config.budgets.size(), 1U);
    EXPECT_EQ(m_config.budgets[0].limit, 20U);
    EXPECT_TRUE(applied(RemoveBudget{more.id}).budgets.empty());
    EXPECT_EQ(refused(RemoveBudget{BudgetId("no")}).code, ErrorCode::NotFound);
}

TEST_F(GovernanceTest, BudgetsOfWhatIsRemovedGoWithIt)
{
    m_config.budgets = {budgetOf(BudgetLevel::Key, "vk_1"), budgetOf(BudgetLevel::Server, "fx")};
    m_config.budgets[0].id = BudgetId("a");
    m_config.budgets[1].id = BudgetId("b");
    m_config.prices = {{ServerId("fx"), "*", 1}, {ServerId("gx"), "*", 2}};
    m_config.cases[0].allow = std::vector<AllowRule>{{ServerId("fx"), "*"}};
    const GatewayConfig withoutKey = applied(RemoveKey{KeyId("vk_1")});
    ASSERT_EQ(withoutKey.budgets.size(), 1U);
    EXPECT_EQ(withoutKey.budgets[0].id, BudgetId("b"));
    const GatewayConfig withoutServer = applied(RemoveServer{ServerId("fx")});
    ASSERT_EQ(withoutServer.budgets.size(), 1U);
    EXPECT_EQ(withoutServer.budgets[0].id, BudgetId("a"));
    ASSERT_EQ(withoutServer.prices.size(), 1U);
    ASSERT_TRUE(withoutServer.cases[0].allow); // still a list, now of nothing
    EXPECT_TRUE(withoutServer.cases[0].allow->empty());
}

TEST_F(GovernanceTest, BudgetsAreChecked)
{
    const auto problem = [this](auto edit) {
        Budget budget = budgetOf(BudgetLevel::Team, "ops");
        edit(budget);
        return refused(SetBudget{budget}).message;
    };
    EXPECT_EQ(problem([](Budget& b) { b.owner = "no"; }),
              "Budget \"team.no.calls.day\": owner must be the id of a team that is there.");
    EXPECT_NE(problem([](Budget& b) { b.owner = "a b"; }).find("owner must"), std::string::npos);
    EXPECT_NE(problem([](Budget& b) { b.limit = 0; }).find("limit must be between 1"),
              std::string::npos);
    EXPECT_NE(problem([](Budget& b) { b.limit = kMaxAmount + 1; }).find("limit"),
              std::string::npos);
    EXPECT_NE(problem([](Budget& b) { b.period = BudgetPeriod::CaseLife; }).find("period"),
              std::string::npos);
    EXPECT_NE(problem([](Budget& b) { b.warnAtPercent = 101; }).find("warnAtPercent"),
              std::string::npos);
    EXPECT_NE(problem([](Budget& b) { b.id = BudgetId("a b"); }).find("id must"),
              std::string::npos);
    for (const char* zone : {"", "/etc/passwd", "../UTC", "Europe/", "Europe//Berlin", "Eu rope"}) {
        EXPECT_NE(problem([&](Budget& b) { b.timeZone = zone; }).find("timeZone"),
                  std::string::npos)
            << zone;
    }
    Budget life = budgetOf(BudgetLevel::Case, "c1");
    life.period = BudgetPeriod::CaseLife;
    EXPECT_EQ(applied(SetBudget{life}).budgets.size(), 1U);
    life.window = BudgetWindow::Rolling;
    EXPECT_EQ(refused(SetBudget{life}).code, ErrorCode::InvalidArgument);
}

TEST_F(GovernanceTest, PricesAreSetReplacedAndFound)
{
    m_config = applied(SetPrice{{ServerId("fx"), "*", 5}});
    m_config = applied(SetPrice{{ServerId("fx"), "echo", 0}});
    m_config = applied(SetPrice{{ServerId("fx"), "*", 6}});
    EXPECT_EQ(m_config.prices.size(), 2U);
    EXPECT_EQ(priceOf(m_config, ServerId("fx"), "echo"), 0U); // its own, although it is nothing
    EXPECT_EQ(priceOf(m_config, ServerId("fx"), "add"), 6U);
    EXPECT_EQ(priceOf(m_config, ServerId("gx"), "add"), 0U);
    EXPECT_EQ(applied(RemovePrice{ServerId("fx"), "*"}).prices.size(), 1U);
    EXPECT_EQ(refused(RemovePrice{ServerId("fx"), "no"}).code, ErrorCode::NotFound);
    EXPECT_FALSE(applyChange(m_config, SetPrice{{ServerId("no"), "*", 5}}));
    EXPECT_FALSE(applyChange(m_config, SetPrice{{ServerId("fx"), "", 5}}));
    EXPECT_FALSE(applyChange(m_config, SetPrice{{ServerId("fx"), "*", kMaxPriceMicros + 1}}));
    m_config.prices.push_back(m_config.prices[0]);
    EXPECT_FALSE(validate(m_config));
}

TEST_F(GovernanceTest, RatesAndCurrenciesAreChecked)
{
    UpdateKey key = updateOf(m_config.keys[0]);
    key.rate = RateLimit{10, std::chrono::seconds(1), 0};
    EXPECT_NE(refused(key).message.find("rate burst"), std::string::npos);
    key.rate = RateLimit{0, std::chrono::seconds(1), 1};
    EXPECT_NE(refused(key).message.find("rate calls"), std::string::npos);
    key.rate = RateLimit{1, std::chrono::seconds(86'401), 1};
    EXPECT_NE(refused(key).message.find("rate perSeconds"), std::string::npos);
    key.rate = RateLimit{1, std::chrono::seconds(86'400), 1};
    EXPECT_EQ(applied(key).keys[0].rate, key.rate);
    key.concurrency = 100'001;
    EXPECT_EQ(refused(key).code, ErrorCode::InvalidArgument);
    ServerConfig server = m_config.servers[0];
    server.rate = RateLimit{0, std::chrono::seconds(1), 1};
    EXPECT_EQ(refused(UpdateServer{server}).code, ErrorCode::InvalidArgument);
    Settings settings;
    settings.currency = "Eur";
    EXPECT_NE(refused(UpdateSettings{settings}).message.find("currency"), std::string::npos);
}

TEST_F(GovernanceTest, RecordsSayWhatALimitIs)
{
    Budget budget = budgetOf(BudgetLevel::Team, "ops");
    budget.timeZone = "Europe/Berlin";
    EXPECT_EQ(changeSubject(SetBudget{budget}),
              "team.ops.calls.day: 10 calls / day, calendar, Europe/Berlin, warn at 80 %");
    budget.window = BudgetWindow::Rolling;
    budget.warnAtPercent = 0;
    budget.failedCallsCount = false;
    EXPECT_EQ(changeSubject(SetBudget{budget}),
              "team.ops.calls.day: 10 calls / day, rolling, failed calls given back");
    EXPECT_EQ(changeSubject(SetPrice{{ServerId("fx"), "*", 5}}), "fx:*: 5 micros a call");
    EXPECT_EQ(changeSubject(RemoveTeam{TeamId("ops")}), "ops");
    EXPECT_STREQ(changeName(UpdateCase{}), "case.update");
}

TEST(BudgetNames, AreStableAndDistinct)
{
    EXPECT_STREQ(levelName(BudgetLevel::Server), "server");
    EXPECT_STREQ(unitName(BudgetUnit::UpstreamMilliseconds), "upstream-milliseconds");
    EXPECT_STREQ(unitName(BudgetUnit::CostMicros), "cost-micros");
    EXPECT_STREQ(periodName(BudgetPeriod::CaseLife), "case-life");
    EXPECT_STREQ(windowName(BudgetWindow::Rolling), "rolling");
}

} // namespace
} // namespace portcullis::api
