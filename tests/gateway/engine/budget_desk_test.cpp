#include "gateway/engine/budget_desk.h"
#include "tests/support/manual_clock.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

// What budgets say is wrong with them.
namespace portcullis::engine {
namespace {

class BudgetDeskTest : public testing::Test
{
protected:
    void configure(const std::string& zone)
    {
        auto config = std::make_shared<api::GatewayConfig>();
        api::Budget budget;
        budget.id = BudgetId("b");
        budget.owner = "key";
        budget.limit = 10;
        budget.timeZone = zone;
        config->budgets = {budget};
        desk.configure(config);
    }

    static audit::BudgetEntry entry(audit::BudgetEntry::Kind kind, const std::string& json)
    {
        return {kind, json};
    }

    test::ManualClock clock;
    EventHub events;
    BudgetDesk desk{clock, events};
};

TEST_F(BudgetDeskTest, ATimeZoneThatIsNotThereIsAWarning)
{
    configure("Europe/Atlantis");
    EXPECT_NE(desk.warning().find("Europe/Atlantis"), std::string::npos);
    EXPECT_EQ(desk.alarm(), "");
    configure("UTC");
    EXPECT_EQ(desk.warning(), "");
}

TEST_F(BudgetDeskTest, AnyRecordOfUseThatCannotBeReadIsAnAlarmUntilItIsAccepted)
{
    using enum audit::BudgetEntry::Kind;
    for (const auto kind : {State, Reserved, Settled}) {
        for (const char* json : {"", "[]", R"({"budgets":7})", "not JSON"}) {
            BudgetDesk other(clock, events);
            auto config = std::make_shared<api::GatewayConfig>();
            config->budgets.emplace_back().id = BudgetId("b");
            other.configure(config);
            other.replay({entry(kind, json)});
            EXPECT_NE(other.alarm(), "") << json;
            EXPECT_EQ(other.state(), std::nullopt) << "a state would hide it from the next start";
            EXPECT_FALSE(other.takeDue(100'000));
            other.acceptLoss();
            EXPECT_EQ(other.alarm(), "");
            EXPECT_TRUE(other.takeDue(100'000));
            EXPECT_NE(other.state(), std::nullopt);
        }
    }
}

TEST_F(BudgetDeskTest, WithoutBudgetsNothingIsAtStake)
{
    desk.configure(std::make_shared<api::GatewayConfig>());
    desk.replay({entry(audit::BudgetEntry::Kind::State, "[]")});
    EXPECT_EQ(desk.alarm(), "");
    configure("UTC");
    EXPECT_NE(desk.alarm(), "");
}

} // namespace
} // namespace portcullis::engine
