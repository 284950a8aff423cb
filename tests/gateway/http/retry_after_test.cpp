#include "gateway/http/retry_after.h"

#include <gtest/gtest.h>

namespace portcullis::http {
namespace {

using std::chrono::seconds;

constexpr const char* kNoon = "Mon, 23 Nov 2026 12:00:00 GMT";

seconds after(const char* retryAfterValue, const char* date = nullptr)
{
    Headers headers;
    headers.add("Retry-After", retryAfterValue);
    if (date != nullptr) {
        headers.add("Date", date);
    }
    return retryAfter(headers);
}

TEST(RetryAfter, IsANumberOfSeconds)
{
    EXPECT_EQ(after("120"), seconds(120));
    EXPECT_EQ(after("0"), seconds(0));
    EXPECT_EQ(retryAfter({}), seconds(0));
}

TEST(RetryAfter, IsADateThatCountsFromTheServersOwn)
{
    EXPECT_EQ(after("Mon, 23 Nov 2026 12:01:30 GMT", kNoon), seconds(90));
    EXPECT_EQ(after("Tue, 24 Nov 2026 00:00:10 GMT", "Mon, 23 Nov 2026 23:59:50 GMT"), seconds(20));
    EXPECT_EQ(after("Mon, 23 Nov 2026 11:59:00 GMT", kNoon), seconds(0));
    EXPECT_EQ(after("Mon, 23 Nov 2026 12:01:30 GMT"), seconds(0));
}

TEST(RetryAfter, IsAnHourAtMost)
{
    EXPECT_EQ(after("86400"), seconds(3600));
    EXPECT_EQ(after("99999999999999999999"), seconds(3600));
    EXPECT_EQ(after("Fri, 31 Dec 9999 23:59:59 GMT", kNoon), seconds(3600));
}

TEST(RetryAfter, IsAbsentWhenItCannotBeRead)
{
    for (const char* text : {"", " 5", "5 ", "-5", "+5", "1.5", "soon", "2026-11-23T12:00:00Z"}) {
        EXPECT_EQ(after(text, kNoon), seconds(0)) << text;
    }
}

TEST(HttpDate, IsReadToTheSecond)
{
    EXPECT_EQ(parseDate("Thu, 01 Jan 1970 00:00:00 GMT")->time_since_epoch(), seconds(0));
    EXPECT_EQ(parseDate("Sun, 06 Nov 1994 08:49:37 GMT")->time_since_epoch(), seconds(784111777));
    EXPECT_EQ(parseDate("Thu, 29 Feb 2024 23:59:60 GMT")->time_since_epoch(), seconds(1709251200));
}

TEST(HttpDate, HasOneForm)
{
    for (const char* text : {"",
                             "Sunday, 06-Nov-94 08:49:37 GMT",
                             "Sun Nov  6 08:49:37 1994",
                             "Sun, 06 Nov 1994 08:49:37 UTC",
                             "Sun, 06 nov 1994 08:49:37 GMT",
                             "Sun, 31 Feb 1994 08:49:37 GMT",
                             "Sun, 00 Nov 1994 08:49:37 GMT",
                             "Sun, 06 Nov 1994 24:00:00 GMT",
                             "Sun, 06 Nov 1994 08:60:00 GMT",
                             "Sun, 06 Nov 1994 08-49-37 GMT",
                             "Sun, -6 Nov 1994 08:49:37 GMT"}) {
        EXPECT_FALSE(parseDate(text)) << text;
    }
}

} // namespace
} // namespace portcullis::http
