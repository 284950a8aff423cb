#include "gateway/audit/bundle/record_chain.h"

#include <gtest/gtest.h>

namespace portcullis::audit::bundle {

namespace {

constexpr Where kWhere{"file", ", line ", 1};

Header headerOf(std::int64_t n, std::string type, std::string call = {})
{
    Header header;
    header.version = 1;
    header.n = n;
    header.t = 100 + n;
    header.hw = 100 + n;
    header.type = std::move(type);
    header.call = std::move(call);
    return header;
}

bool bodyFits(const RecordChain& chain, const Header& header, const std::string& text)
{
    const auto document = parseCanonical(text, kWhere);
    Fields fields(document->root(), kWhere);
    return chain.body(header, fields).has_value();
}

TEST(RecordChain, TimeIsTheLargerOfTheClockAndTheTimeBefore)
{
    RecordChain chain(0);
    Header header = headerOf(0, "run.open");
    EXPECT_TRUE(chain.header(header, kWhere));
    header.t = 50;
    EXPECT_TRUE(chain.header(header, kWhere)); // the clock went back; the time of the log did not
    header.hw = 99;
    EXPECT_FALSE(chain.header(header, kWhere));
    header.t = 120;
    header.hw = 121;
    EXPECT_FALSE(chain.header(header, kWhere));
}

TEST(RecordChain, CountersHaveNoGaps)
{
    RecordChain fromTheStart(0);
    RecordChain fromTheMiddle(5);
    Header header = headerOf(5, "run.open");
    header.key = Header::Counter{"k", 3};
    EXPECT_FALSE(fromTheStart.header(header, kWhere));
    EXPECT_TRUE(fromTheMiddle.header(header, kWhere));
    EXPECT_FALSE(fromTheMiddle.header(header, kWhere));
    header.key->number = 4;
    EXPECT_TRUE(fromTheMiddle.header(header, kWhere));
    header.key.reset();
    header.server = Header::Counter{"k", 9}; // a server's counter is not that of a key
    EXPECT_TRUE(fromTheMiddle.header(header, kWhere));
}

TEST(RecordChain, OutcomesBelongToTheirIntents)
{
    RecordChain chain(10);
    ASSERT_TRUE(chain.header(headerOf(10, "call.intent", "a"), kWhere));
    ASSERT_TRUE(chain.header(headerOf(11, "call.intent", "b"), kWhere));
    EXPECT_FALSE(chain.header(headerOf(12, "call.intent", "b"), kWhere));
    EXPECT_EQ(chain.openCalls(), 2U);
    const Header outcome = headerOf(12, "call.outcome", "a");
    ASSERT_TRUE(chain.header(outcome, kWhere));
    EXPECT_EQ(chain.openCalls(), 1U);
    EXPECT_TRUE(bodyFits(chain, outcome, R"({"in":10,"n":12})"));
    EXPECT_FALSE(bodyFits(chain, outcome, R"({"in":11,"n":12})"));
    EXPECT_FALSE(bodyFits(chain, outcome, R"({"in":9,"n":12})"));
    EXPECT_FALSE(bodyFits(chain, outcome, R"({"in":true,"n":12})"));
    EXPECT_FALSE(bodyFits(chain, outcome, R"({"in":10,"n":13})"));
    EXPECT_FALSE(bodyFits(chain, outcome, R"({"n":12})"));
}

TEST(RecordChain, AnIntentBeforeTheRangeCannotBeFollowed)
{
    RecordChain chain(10);
    const Header outcome = headerOf(10, "call.orphaned", "a");
    ASSERT_TRUE(chain.header(outcome, kWhere));
    EXPECT_TRUE(bodyFits(chain, outcome, R"({"in":9,"n":10})"));
    EXPECT_FALSE(bodyFits(chain, outcome, R"({"in":10,"n":10})"));
}

TEST(RecordChain, KnowsOneVersion)
{
    RecordChain chain(0);
    Header header = headerOf(0, "run.open");
    header.version = 2;
    EXPECT_FALSE(chain.header(header, kWhere));
}

} // namespace

} // namespace portcullis::audit::bundle
