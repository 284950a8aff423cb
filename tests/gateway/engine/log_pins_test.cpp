#include "gateway/engine/data_folder.h"
#include "gateway/engine/log_opening.h"
#include "gateway/engine/log_pins.h"
#include "tests/gateway/audit/log_fixture.h"
#include "tests/gateway/audit/memory_pins.h"

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>

// What a data folder and a keychain remember of a log, together.
namespace portcullis::engine {
namespace {

namespace fs = std::filesystem;
using audit::LogVerdict;
using audit::Pin;
using audit::Pins;
using audit::test::MemoryPins;

class LogPinsTest : public testing::Test
{
protected:
    static SecretBytes master()
    {
        return SecretBytes(std::span<const std::uint8_t>(std::vector<std::uint8_t>(32, 7)));
    }

    [[nodiscard]] fs::path data() const { return m_folder.path() / "data"; }

    [[nodiscard]] LogPins pins() { return {m_folder.path() / kPinFile, master(), m_keychain}; }

    static Pin pinOf(std::uint64_t size, std::int64_t micros)
    {
        return {{"portcullis.local/ab/1", size, {}}, fromMicros(micros)};
    }

    std::unique_ptr<audit::AuditLog> open()
    {
        auto log = openLog(data(), master(), api::Durability::Strict, m_clock, {m_keychain, {}});
        EXPECT_TRUE(log) << (log ? "" : log.error().message);
        return log ? std::move(*log) : nullptr;
    }

    void work(int records)
    {
        const auto log = open();
        EXPECT_FALSE(log->suspension());
        for (int i = 0; i < records; ++i) {
            EXPECT_TRUE(audit::test::appendTo(
                *log, audit::test::denied("019aab12-3456-7789-8abc-def012345678", "x")));
        }
    }

    void copyTo(const fs::path& from, const fs::path& to)
    {
        fs::remove_all(to);
        fs::copy(from, to, fs::copy_options::recursive);
    }

    [[nodiscard]] std::optional<LogVerdict> verdict()
    {
        const auto why = open()->suspension();
        return why ? std::optional(why->verdict) : std::nullopt;
    }

    // Of the log as it lies there, closed.
    [[nodiscard]] api::LogReport check(std::optional<api::TreeHead> pin = {})
    {
        const auto report = checkLog(data(),
                                     master(),
                                     m_clock,
                                     {api::CheckDepth::Heads, std::move(pin)},
                                     {},
                                     {m_keychain, {}});
        EXPECT_TRUE(report) << (report ? "" : report.error().message);
        return report ? *report : api::LogReport();
    }

    [[nodiscard]] std::string fault() { return check().fault.value_or(""); }

    portcullis::test::TempFolder m_folder;
    portcullis::test::ManualClock m_clock;
    std::shared_ptr<MemoryPins> m_keychain = std::make_shared<MemoryPins>();
};

TEST_F(LogPinsTest, BothPlacesCountWhateverTheirTimes)
{
    ASSERT_TRUE(pins().save(pinOf(5, 200)));
    m_keychain->replace(pinOf(9, 100));
    EXPECT_EQ(pins().load(), (Result<Pins>(Pins{{pinOf(9, 100), pinOf(5, 200)}, false})));
    m_keychain->replace(std::nullopt);
    EXPECT_EQ(pins().load(), (Result<Pins>(Pins{{pinOf(5, 200)}, false})));
}

TEST_F(LogPinsTest, ADamagedPlaceIsSaidAndHidesNoOther)
{
    ASSERT_TRUE(pins().save(pinOf(5, 200)));
    m_keychain->damage();
    EXPECT_EQ(pins().load(), (Result<Pins>(Pins{{pinOf(5, 200)}, true})));
    m_keychain->replace(pinOf(5, 200));
    ASSERT_TRUE(m_keychain->save(pinOf(5, 200)));
    std::ofstream(m_folder.path() / kPinFile) << "damaged";
    EXPECT_EQ(pins().load(), (Result<Pins>(Pins{{pinOf(5, 200)}, true})));
    ASSERT_TRUE(pins().save(pinOf(6, 300)));
    EXPECT_FALSE(pins().load()->areDamaged);
}

TEST_F(LogPinsTest, AKeychainThatCannotBeReadNowIsAnError)
{
    ASSERT_TRUE(pins().save(pinOf(5, 200)));
    m_keychain->failWith(Error{ErrorCode::Locked, "the keychain is locked", {}});
    EXPECT_EQ(pins().load().error().code, ErrorCode::Locked);
}

// The folder's pin has the later time, as its copy was made before the clock was set back.
TEST_F(LogPinsTest, AnOlderCopyIsNoticedThoughTheClockWasSetBack)
{
    work(2);
    const fs::path copy = m_folder.path() / "copy";
    copyTo(data(), copy);
    m_clock.setWall(m_clock.wallNow() - std::chrono::hours(1));
    work(3);
    copyTo(copy, data());
    EXPECT_EQ(fault(), "The log has 2 records; when the pin was made, it had 6.");
    EXPECT_EQ(verdict(), LogVerdict::Rollback);
}

TEST_F(LogPinsTest, AnOlderPinThatFitsHidesNoneThatIsRemembered)
{
    work(2);
    const fs::path copy = m_folder.path() / "copy";
    copyTo(data(), copy);
    const api::TreeHead then = check().head;
    work(3);
    copyTo(copy, data());
    EXPECT_EQ(check(then).fault, "The log has 2 records; when the pin was made, it had 5.");
}

TEST_F(LogPinsTest, AClosedLogOfWhichNothingIsRememberedIsSaidToBeSo)
{
    work(2);
    EXPECT_FALSE(check().isPinMissing);
    fs::remove(data() / kPinFile);
    EXPECT_FALSE(check().isPinMissing) << "the keychain remembers it";
    m_keychain->replace(std::nullopt);
    EXPECT_TRUE(check().isPinMissing);
    EXPECT_EQ(fault(), "");
    m_keychain->damage();
    EXPECT_TRUE(check().isPinMissing);
}

// The copy has been worked with, so that its own pin is far ahead of the keychain's.
TEST_F(LogPinsTest, ACopyThatWentOnElsewhereIsNoticed)
{
    work(2);
    const fs::path copy = m_folder.path() / "copy";
    const fs::path real = m_folder.path() / "real";
    copyTo(data(), copy);
    work(1);
    copyTo(data(), real);
    copyTo(copy, data());
    const auto keychain = std::exchange(m_keychain, std::make_shared<MemoryPins>());
    m_clock.advance(std::chrono::hours(1));
    work(9);
    m_keychain = keychain;
    EXPECT_EQ(fault(), "Record 2: the records up to it are not those that the pin was made of.");
    EXPECT_EQ(verdict(), LogVerdict::Fork);
    copyTo(real, data());
    EXPECT_EQ(fault(), "");
    EXPECT_EQ(verdict(), std::nullopt);
}

TEST_F(LogPinsTest, ADamagedPinIsAnAlarmThoughTheOtherOneIsFine)
{
    work(2);
    m_keychain->damage();
    EXPECT_EQ(verdict(), LogVerdict::PinMissing);
    ASSERT_TRUE(open()->accept("gui"));
    EXPECT_EQ(verdict(), std::nullopt);
    std::ofstream(data() / kPinFile) << "damaged";
    EXPECT_EQ(verdict(), LogVerdict::PinMissing);
}

TEST_F(LogPinsTest, AProgramWithoutTheKeychainMayWriteTheLogAsWell)
{
    work(2);
    const auto keychain = std::exchange(m_keychain, nullptr);
    work(3);
    m_keychain = keychain;
    EXPECT_EQ(verdict(), std::nullopt);
    EXPECT_EQ(m_keychain->saved().back().head.size, 5U) << "it is brought up to the log";
}

} // namespace
} // namespace portcullis::engine
