#include "tests/gateway/engine/gateway_harness.h"

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <string>

// A gateway keeps to what its settings say about old records, by itself.
namespace portcullis::engine {
namespace {

using std::chrono::hours;
using test::callText;
using test::GatewayHarness;

class GatewayRetentionTest : public testing::Test
{
protected:
    void SetUp() override
    {
        harness.addServer("fx");
        harness.start();
        ASSERT_NE(harness.gateway, nullptr);
        harness.open();
        key = harness.makeKey({"fx:*"});
        ASSERT_EQ(harness.post(key, callText("fx__echo")).status, 200U);
        call = harness.activity().rows.front().n;
    }

    void keep(api::Retention retention)
    {
        const auto config = GatewayHarness::wait<api::ConfigPtr>(
            [this](auto done) { harness.gateway->config(done); });
        ASSERT_TRUE(config);
        api::Settings settings = (*config)->settings;
        settings.retention = retention;
        ASSERT_TRUE(harness.apply(api::UpdateSettings{settings}));
    }

    [[nodiscard]] api::CallDetails details()
    {
        auto found = GatewayHarness::wait<api::CallDetails>(
            [this](auto done) { harness.gateway->callDetails(call, done); });
        EXPECT_TRUE(found);
        return found ? std::move(*found) : api::CallDetails();
    }

    [[nodiscard]] bool isWarned(const std::string& text) const
    {
        return harness.status().logWarning.find(text) != std::string::npos;
    }

    GatewayHarness harness;
    GatewayHarness::Key key;
    std::int64_t call = 0;
};

TEST_F(GatewayRetentionTest, ContentsGoWhenTheyAreOldEnough)
{
    keep({1, 0});
    EXPECT_TRUE(details().arguments);
    harness.clock.advance(hours(26));
    EXPECT_TRUE(GatewayHarness::eventually([this] {
        harness.clock.advance(std::chrono::minutes(11)); // the first look waits for ten
        return !details().arguments;
    }));
    EXPECT_FALSE(details().intentBody.empty()) << "the body stays";
}

// A clock that is wrong at the start makes everything old at once.
TEST_F(GatewayRetentionTest, NothingGoesByAClockFarAheadOfTheLogUntilAPersonGoesByItToo)
{
    keep({1, 0});
    for (int start = 0; start < 2; ++start) { // the second has a record by that clock before it
        harness.stop();
        harness.clock.advance(start == 0 ? hours(24 * 40) : hours(0));
        harness.start();
        harness.open();
        harness.clock.advance(hours(2));
        EXPECT_TRUE(GatewayHarness::eventually([this] { return isWarned("the clock is 40 days"); }))
            << start << harness.status().logWarning;
        EXPECT_TRUE(details().arguments) << start;
    }
    const auto removed = GatewayHarness::wait<api::RetentionReport>([this](auto done) {
        harness.gateway->removeOld({harness.clock.wallNow() - hours(24 * 400), {}}, {}, done);
    });
    ASSERT_TRUE(removed) << removed.error().message;
    EXPECT_EQ(removed->contents, 0U);
    EXPECT_TRUE(GatewayHarness::eventually([this] { return !details().arguments; }));
    EXPECT_TRUE(GatewayHarness::eventually([this] { return !isWarned("clock"); }));
}

TEST_F(GatewayRetentionTest, ARemovalThatFailsIsSaid)
{
    keep({1, 0});
    harness.clock.advance(hours(26));
    const std::filesystem::path keys = harness.folder.path() / "data" / "audit.keys";
    std::filesystem::remove(keys);
    std::filesystem::create_directory(keys);
    EXPECT_TRUE(GatewayHarness::eventually([this] {
        harness.clock.advance(std::chrono::minutes(11));
        return isWarned("could not be removed");
    }));
}

TEST_F(GatewayRetentionTest, WhatIsOnHoldStays)
{
    api::Hold hold;
    hold.reason = "Case 12";
    const auto set =
        GatewayHarness::wait<api::Hold>([&](auto done) { harness.gateway->setHold(hold, done); });
    ASSERT_TRUE(set) << set.error().message;
    EXPECT_EQ(set->by, "gui");
    const auto listed = GatewayHarness::wait<std::vector<api::Hold>>(
        [this](auto done) { harness.gateway->holds(done); });
    ASSERT_TRUE(listed);
    EXPECT_EQ(*listed, std::vector<api::Hold>{*set});
    const auto removed = GatewayHarness::wait<api::RetentionReport>([this](auto done) {
        harness.gateway->removeOld({harness.clock.wallNow() + hours(24), {}}, {}, done);
    });
    ASSERT_TRUE(removed);
    EXPECT_EQ(removed->contents, 0U);
    EXPECT_TRUE(details().arguments);
}

} // namespace
} // namespace portcullis::engine
