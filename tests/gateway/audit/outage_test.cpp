#include "gateway/audit/outage.h"

#include <gtest/gtest.h>

namespace portcullis::audit {
namespace {

const Error kFull{ErrorCode::ResourceExhausted, "full", {}};
const Error kBroken{ErrorCode::IoError, "broken", {}};

TEST(Outage, IsNotedWhenItBeginsAndWhenItIsOver)
{
    Outage outage;
    outage.look({}, fromMicros(1));
    EXPECT_FALSE(outage.due());
    outage.look(kFull, fromMicros(2));
    EXPECT_TRUE(outage.lasts());
    auto note = outage.due();
    ASSERT_TRUE(note && std::holds_alternative<LogSuspended>(*note));
    EXPECT_EQ(std::get<LogSuspended>(*note).reason, ErrorCode::ResourceExhausted);
    outage.done(*note);
    EXPECT_FALSE(outage.due());
    outage.countRefusal();
    outage.countRefusal();
    outage.look({}, fromMicros(3));
    EXPECT_TRUE(outage.lasts());
    note = outage.due();
    ASSERT_TRUE(note && std::holds_alternative<LogResumed>(*note));
    const auto& resumed = std::get<LogResumed>(*note);
    EXPECT_EQ(resumed.since, fromMicros(2));
    EXPECT_EQ(resumed.reason, ErrorCode::ResourceExhausted);
    EXPECT_EQ(resumed.refused, 2U);
    outage.countRefusal(); // in the last moment: for the next time
    outage.done(*note);
    EXPECT_FALSE(outage.lasts());
    outage.look(kFull, fromMicros(4));
    outage.look({}, fromMicros(5));
    EXPECT_EQ(std::get<LogResumed>(*outage.due()).refused, 1U);
}

TEST(Outage, ABrokenDiskIsNotWrittenTo)
{
    Outage outage;
    outage.look(kBroken, fromMicros(1));
    EXPECT_FALSE(outage.due());
    outage.look({}, fromMicros(2));
    EXPECT_EQ(std::get<LogResumed>(*outage.due()).reason, ErrorCode::IoError);
}

TEST(Outage, LastsUntilItsEndIsWritten)
{
    Outage outage;
    outage.look(kFull, fromMicros(1));
    outage.look({}, fromMicros(2));
    outage.look(kBroken, fromMicros(3)); // writing that it is over has failed
    EXPECT_TRUE(outage.lasts());
    outage.look({}, fromMicros(4));
    const auto note = outage.due();
    ASSERT_TRUE(note && std::holds_alternative<LogResumed>(*note));
    EXPECT_EQ(std::get<LogResumed>(*note).since, fromMicros(1));
}

} // namespace
} // namespace portcullis::audit
