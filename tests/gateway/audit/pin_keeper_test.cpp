#include "gateway/audit/pin_keeper.h"
#include "tests/gateway/audit/memory_pins.h"
#include "tests/support/manual_clock.h"

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <memory>
#include <thread>

namespace portcullis::audit::test {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kNever{3'600'000};

class PinKeeperTest : public testing::Test
{
protected:
    [[nodiscard]] std::unique_ptr<PinKeeper> keeper(PinPace pace)
    {
        return std::make_unique<PinKeeper>(
            m_store,
            head(0),
            m_clock,
            [this] {
                ++m_synced;
                return m_sync;
            },
            pace);
    }

    static api::TreeHead head(std::uint64_t size) { return {"log/1", size, {}}; }

    [[nodiscard]] static bool eventually(const std::function<bool()>& condition)
    {
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        while (!condition() && std::chrono::steady_clock::now() < end) {
            std::this_thread::sleep_for(milliseconds(1));
        }
        return condition();
    }

    std::shared_ptr<MemoryPins> m_store = std::make_shared<MemoryPins>();
    portcullis::test::ManualClock m_clock;
    std::atomic<int> m_synced{0};
    Result<> m_sync;
};

TEST_F(PinKeeperTest, SavesWhenEnoughRecordsAreAhead)
{
    const auto pins = keeper({kNever, 3, milliseconds(0)});
    pins->committed(head(1));
    pins->committed(head(2));
    pins->committed(head(3));
    ASSERT_TRUE(eventually([this] { return !m_store->saved().empty(); }));
    EXPECT_EQ(m_store->saved().back().head, head(3));
    EXPECT_EQ(m_store->saved().back().time, m_clock.wallNow());
    EXPECT_EQ(m_synced, 1);
}

TEST_F(PinKeeperTest, SavesOneRecordWhenItsPatienceIsOver)
{
    const auto pins = keeper({milliseconds(1), 1000, milliseconds(0)});
    pins->committed(head(1));
    ASSERT_TRUE(eventually([this] { return !m_store->saved().empty(); }));
    EXPECT_EQ(m_store->saved().back().head.size, 1U);
}

TEST_F(PinKeeperTest, SavesTheRestAtTheEndAndNothingTwice)
{
    keeper({kNever, 1000, kNever})->committed(head(5));
    ASSERT_EQ(m_store->saved().size(), 1U);
    EXPECT_EQ(m_store->saved().back().head.size, 5U);
    const auto idle = keeper({kNever, 1000, kNever});
    EXPECT_EQ(m_store->attempts(), 1);
}

TEST_F(PinKeeperTest, NeverPinsWhatIsNotOnDisk)
{
    m_sync = fail(ErrorCode::IoError, "no disk");
    auto pins = keeper({kNever, 1, milliseconds(1)});
    pins->committed(head(1));
    ASSERT_TRUE(eventually([&pins] { return pins->error().has_value(); }));
    pins.reset();
    EXPECT_EQ(m_store->attempts(), 0);
    EXPECT_GE(m_synced, 2);
}

TEST_F(PinKeeperTest, TriesAgainUntilTheStoreTakesIt)
{
    m_store->failWith(Error{ErrorCode::Locked, "the keychain is locked", {}});
    const auto pins = keeper({milliseconds(1), 1, milliseconds(1)});
    pins->committed(head(1));
    ASSERT_TRUE(eventually([this] { return m_store->attempts() >= 3; }));
    ASSERT_TRUE(pins->error());
    EXPECT_EQ(pins->error()->code, ErrorCode::Locked);
    m_store->failWith(std::nullopt);
    ASSERT_TRUE(eventually([this] { return !m_store->saved().empty(); }));
    EXPECT_TRUE(eventually([&pins] { return !pins->error(); }));
}

} // namespace
} // namespace portcullis::audit::test
