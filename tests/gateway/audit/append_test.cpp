#include "tests/gateway/audit/log_fixture.h"

#include <gmock/gmock.h>

namespace portcullis::audit::test {
namespace {

using AuditAppend = LogTest;

TEST_F(AuditAppend, NumbersRecordsFromZeroWithoutGaps)
{
    auto log = open();
    EXPECT_EQ(mustAppend(*log, RunOpen{"1.0", 1, "aa"}), 0);
    EXPECT_EQ(mustAppend(*log, intent("c1")), 1);
    EXPECT_EQ(mustAppend(*log, outcome("c1", 1, "{}")), 2);
    EXPECT_EQ(log->recordCount(), 3U);
    log.reset();
    log = open();
    EXPECT_EQ(log->recordCount(), 3U);
    EXPECT_EQ(mustAppend(*log, RunOpen{"1.0", 1, "aa"}), 3);
}

TEST_F(AuditAppend, ListsACallWithItsDetails)
{
    auto log = open();
    const auto started = mustAppend(*log, intent("c1", R"({"text": "hi",  "n":1.50})"));
    m_clock.advance(std::chrono::seconds(2));
    const auto ended = mustAppend(*log, outcome("c1", started, R"({"content":[]})"));
    const auto page = log->activity({});
    ASSERT_TRUE(page.has_value()) << page.error().cause;
    ASSERT_EQ(page->rows.size(), 1U);
    const api::ActivityRow& row = page->rows.front();
    EXPECT_EQ(row.n, ended);
    EXPECT_EQ(row.call.str(), "c1");
    EXPECT_EQ(row.key.str(), "vk_0123456789abcdef");
    EXPECT_EQ(row.client, "claude 2.1");
    EXPECT_EQ(row.tool, "echo");
    EXPECT_EQ(row.outcome, api::Outcome::Ok);
    EXPECT_EQ(row.durationMicros, 1500);
    EXPECT_EQ(row.resultBytes, 14);
    EXPECT_EQ(row.time, m_clock.wallNow());
    const auto details = log->details(ended);
    ASSERT_TRUE(details.has_value()) << details.error().cause;
    EXPECT_EQ(details->row, row);
    EXPECT_EQ(details->arguments, R"({"text": "hi",  "n":1.50})");
    EXPECT_EQ(details->result, R"({"content":[]})");
    EXPECT_THAT(details->intentHeader, ::testing::HasSubstr(R"("type":"call.intent")"));
    EXPECT_THAT(details->outcomeBody, ::testing::HasSubstr(R"("status":"ok")"));
}

} // namespace
} // namespace portcullis::audit::test
