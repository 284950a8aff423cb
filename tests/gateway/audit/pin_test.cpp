#include "gateway/audit/pin.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace portcullis::audit {
namespace {

// A log of so many records of its own.
class Log : public SubtreeHashes
{
public:
    Log(std::string records, std::size_t size)
        : m_records(std::move(records))
        , m_size(size)
    {}

    Result<Digest> hash(const Subtree& subtree) override
    {
        if (subtree.end() > m_size) {
            return fail(ErrorCode::Corrupt, "missing");
        }
        Frontier frontier;
        for (std::uint64_t n = subtree.begin(); n < subtree.end(); ++n) {
            frontier.append(leafHash(m_records + std::to_string(n)));
        }
        return frontier.root();
    }

    [[nodiscard]] api::TreeHead head()
    {
        return {"log/1", m_size, frontierOf(*this, m_size)->root()};
    }

private:
    std::string m_records;
    std::size_t m_size;
};

Pin pinOf(Log log)
{
    return {log.head(), fromMicros(1'795'339'800'000'000)};
}

LogVerdict judged(Log log, const std::optional<Pin>& pin)
{
    return judge(log.head(), log, pin).value();
}

TEST(Pin, TextReadsBackAndIsSmall)
{
    Pin pin = pinOf({"a", 300});
    pin.head.origin = "portcullis.local/0123456789abcdef0123456789abcdef/1";
    EXPECT_EQ(Pin::parse(pin.text()).value(), pin);
    EXPECT_LT(pin.text().size(), 300U);
}

TEST(Pin, DamagedTextIsRefused)
{
    const std::string text = pinOf({"a", 3}).text();
    for (std::size_t size = 0; size < text.size(); ++size) {
        EXPECT_FALSE(Pin::parse(text.substr(0, size))) << size;
    }
    EXPECT_FALSE(Pin::parse(text + "x"));
    EXPECT_FALSE(Pin::parse("portcullis pin 1\n+1\n" + pinOf({"a", 3}).head.text()));
    EXPECT_EQ(Pin::parse("").error().code, ErrorCode::Corrupt);
}

TEST(Pin, AcceptsThePinnedLogWithMoreRecords)
{
    for (std::size_t pinned = 1; pinned <= 20; ++pinned) {
        for (std::size_t size = pinned; size <= 20; ++size) {
            EXPECT_EQ(judged({"a", size}, pinOf({"a", pinned})), LogVerdict::Ok);
        }
    }
    EXPECT_EQ(judged({"a", 0}, std::nullopt), LogVerdict::Ok);
    EXPECT_EQ(judged({"a", 0}, pinOf({"a", 0})), LogVerdict::Ok);
}

TEST(Pin, NoticesWhatIsNotThePinnedLog)
{
    EXPECT_EQ(judged({"a", 9}, pinOf({"a", 10})), LogVerdict::Rollback);
    EXPECT_EQ(judged({"b", 10}, pinOf({"a", 10})), LogVerdict::Fork);
    EXPECT_EQ(judged({"b", 12}, pinOf({"a", 10})), LogVerdict::Fork);
    EXPECT_EQ(judged({"a", 0}, pinOf({"a", 10})), LogVerdict::DatabaseMissing);
    EXPECT_EQ(judged({"a", 1}, std::nullopt), LogVerdict::PinMissing);
    Pin other = pinOf({"a", 10});
    other.head.origin = "log/2";
    EXPECT_EQ(judged({"a", 10}, other), LogVerdict::Fork);
}

TEST(Pin, EveryVerdictHasItsWords)
{
    const Pin pin = pinOf({"a", 10});
    for (const auto verdict : {LogVerdict::Ok,
                               LogVerdict::Rollback,
                               LogVerdict::Fork,
                               LogVerdict::DatabaseMissing,
                               LogVerdict::PinMissing}) {
        EXPECT_FALSE(std::string(verdictName(verdict)).empty());
        EXPECT_FALSE(describe(verdict, pin.head, &pin).empty());
    }
}

} // namespace
} // namespace portcullis::audit
