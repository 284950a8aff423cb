#include "tests/gateway/audit/memory_pins.h"
#include "tests/gateway/audit/read_raw.h"

#include <filesystem>

namespace portcullis::audit::test {
namespace {

namespace fs = std::filesystem;

// A log whose pin is kept in another place.
class SuspensionTest : public LogTest
{
protected:
    SuspensionTest() { m_options.pins = m_pins; }

    std::string fill(int records, const char* tool = "x")
    {
        const auto log = open();
        for (int i = 0; i < records; ++i) {
            mustAppend(*log, denied("019aab12-3456-7789-8abc-def012345678", tool));
        }
        return log->origin();
    }

    void copyLog(const fs::path& from, const fs::path& to)
    {
        fs::remove_all(to);
        fs::copy(from, to, fs::copy_options::recursive);
    }

    // The log with fewer records than are remembered of it.
    void rollBack()
    {
        fill(2);
        copyLog(m_options.folder, m_folder.path() / "copy");
        fill(2);
        copyLog(m_folder.path() / "copy", m_options.folder);
    }

    static api::LogReport check(AuditLog& log, std::optional<api::TreeHead> pin = {})
    {
        const auto report = log.check({api::CheckDepth::Deep, std::move(pin)}, "ctl", {});
        EXPECT_TRUE(report) << (report ? "" : report.error().message);
        return report ? *report : api::LogReport();
    }

    void expectSuspended(LogVerdict verdict)
    {
        const auto log = open();
        ASSERT_TRUE(log->suspension());
        EXPECT_EQ(log->suspension()->verdict, verdict) << log->suspension()->sentence;
        ASSERT_TRUE(log->health());
        EXPECT_NE(log->health()->message.find(log->suspension()->sentence), std::string::npos);
        const auto refused = append(*log, denied("019aab12-3456-7789-8abc-def012345678", "y"));
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, ErrorCode::Unavailable);
    }

    std::shared_ptr<MemoryPins> m_pins = std::make_shared<MemoryPins>();
};

TEST_F(SuspensionTest, ALogIsPinnedBeforeItsFirstRecordAndAtItsEnd)
{
    const std::string origin = fill(3);
    const auto saved = m_pins->saved();
    ASSERT_GE(saved.size(), 2U);
    EXPECT_EQ(saved.front().head.size, 0U);
    EXPECT_EQ(saved.back().head.size, 3U);
    EXPECT_EQ(saved.back().head.origin, origin);
    const auto again = open();
    EXPECT_FALSE(again->suspension());
    EXPECT_FALSE(again->health());
}

TEST_F(SuspensionTest, RecordsAfterThePinAreNoAlarm)
{
    fill(3);
    const auto pin = m_pins->saved().back();
    fill(2);
    m_pins->replace(pin);
    EXPECT_FALSE(open()->suspension());
}

TEST_F(SuspensionTest, AnOlderCopyIsARollback)
{
    rollBack();
    expectSuspended(LogVerdict::Rollback);
    EXPECT_EQ(m_pins->saved().back().head.size, 4U); // not lowered to what was found
}

TEST_F(SuspensionTest, ACheckOfAnOlderCopyFindsWhatTheStartFound)
{
    rollBack();
    const auto log = open();
    EXPECT_EQ(check(*log).fault, "The log has 2 records; when the pin was made, it had 4.");
    const auto then = m_pins->saved().front().head;
    EXPECT_TRUE(check(*log, then).fault) << "an older pin that fits does not hide the later one";
    m_pins->replace(Pin{then, m_clock.wallNow()});
    EXPECT_TRUE(check(*log).fault) << "it is still the one that was held back";
    ASSERT_TRUE(log->accept("gui"));
    EXPECT_EQ(check(*log).fault.value_or(""), "");
}

TEST_F(SuspensionTest, NoCheckpointIsSignedOfALogThatIsNotAcceptedAsItIs)
{
    rollBack();
    const auto log = open();
    const auto refused = log->checkpoint(0);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::Unavailable);
    EXPECT_TRUE(refused.error().message.starts_with(log->suspension()->sentence));
    EXPECT_NE(refused.error().message.find("portcullisctl audit accept"), std::string::npos);
    const std::string before = log->origin();
    ASSERT_TRUE(log->accept("gui"));
    const auto after = log->checkpoint(0);
    ASSERT_TRUE(after) << after.error().message;
    EXPECT_NE(after->head.origin, before) << "no name stands for two trees";
}

TEST_F(SuspensionTest, ACheckSaysThatNothingIsRemembered)
{
    fill(2);
    m_pins->replace(std::nullopt);
    const auto log = open();
    const auto report = check(*log);
    EXPECT_EQ(report.fault.value_or(""), "");
    EXPECT_TRUE(report.isPinMissing);
}

TEST_F(SuspensionTest, ACheckRecordsWithWhatItCompared)
{
    fill(2);
    const auto log = open();
    const auto first = check(*log);
    EXPECT_FALSE(first.isPinMissing);
    ASSERT_TRUE(first.remembered);
    EXPECT_EQ(first.remembered->size, 2U);
    m_pins->replace(std::nullopt);
    EXPECT_TRUE(check(*log).isPinMissing) << "removed while the log is open";
    std::string bodies;
    for (const std::int64_t n : {2, 3}) {
        bodies += log->details(n).value().outcomeBody;
    }
    EXPECT_NE(bodies.find(R"("pinned":{"origin":"portcullis.local/)"), std::string::npos) << bodies;
    EXPECT_NE(bodies.find(R"("pin_missing":true)"), std::string::npos) << bodies;
}

TEST_F(SuspensionTest, AnOlderCopyThatWentOnIsAFork)
{
    fill(2);
    copyLog(m_options.folder, m_folder.path() / "copy");
    fill(1, "genuine");
    const auto pin = m_pins->saved().back();
    copyLog(m_folder.path() / "copy", m_options.folder);
    m_pins->replace(std::nullopt);
    m_options.pins = nullptr;
    fill(3, "other");
    m_options.pins = m_pins;
    m_pins->replace(pin);
    expectSuspended(LogVerdict::Fork);
}

TEST_F(SuspensionTest, AMissingFileIsNoticed)
{
    fill(2);
    fs::remove_all(m_options.folder);
    expectSuspended(LogVerdict::DatabaseMissing);
}

TEST_F(SuspensionTest, AMissingPinIsNoticed)
{
    fill(2);
    m_pins->replace(std::nullopt);
    expectSuspended(LogVerdict::PinMissing);
}

TEST_F(SuspensionTest, ADamagedPinIsAsGoodAsNone)
{
    fill(2);
    m_pins->damage();
    expectSuspended(LogVerdict::PinMissing);
}

TEST_F(SuspensionTest, APinThatCannotBeReadNowKeepsTheLogClosed)
{
    fill(2);
    m_pins->failWith(Error{ErrorCode::Locked, "the keychain is locked", {}});
    const auto log = tryOpen();
    ASSERT_FALSE(log);
    EXPECT_EQ(log.error().code, ErrorCode::Locked);
}

TEST_F(SuspensionTest, ALogThatCannotBePinnedIsNotBegun)
{
    m_pins->failWith(std::nullopt);

    class Unwilling final : public PinStore
    {
        Result<Pins> load() override { return Pins(); }

        Result<> save(const Pin&) override { return fail(ErrorCode::IoError, "no"); }
    };

    m_options.pins = std::make_shared<Unwilling>();
    EXPECT_FALSE(tryOpen());
}

TEST_F(SuspensionTest, AcceptedItGoesOnInANewEpochWithARecordOfWhatWasFound)
{
    fill(2);
    copyLog(m_options.folder, m_folder.path() / "copy");
    const std::string origin = fill(2);
    copyLog(m_folder.path() / "copy", m_options.folder);
    {
        const auto log = open();
        ASSERT_TRUE(log->suspension());
        ASSERT_TRUE(log->accept("ctl"));
        EXPECT_FALSE(log->suspension());
        EXPECT_FALSE(log->health());
        EXPECT_TRUE(log->accept("ctl")); // nothing more to accept
        EXPECT_EQ(log->origin(), origin.substr(0, origin.rfind('/')) + "/2");
        EXPECT_EQ(mustAppend(*log, denied("019aab12-3456-7789-8abc-def012345678", "y")), 3);
    }
    EXPECT_EQ(m_pins->saved().back().head.size, 4U);
    Connection connection = readOnly(database(), key());
    auto row = connection.prepare("SELECT body FROM rec WHERE n = 2 AND type = 'alarm.log'");
    ASSERT_TRUE(row && row->step().value_or(false));
    const std::string body(row->text(0));
    EXPECT_NE(body.find(R"("by":"ctl")"), std::string::npos) << body;
    EXPECT_NE(body.find(R"("size":4)"), std::string::npos) << body;
    EXPECT_NE(body.find(R"("verdict":"rollback")"), std::string::npos) << body;
    EXPECT_FALSE(open()->suspension());
}

TEST_F(SuspensionTest, AnAcceptanceThatCannotBePinnedLeavesItSuspended)
{
    fill(2);
    m_pins->replace(std::nullopt);
    const auto log = open();
    ASSERT_TRUE(log->suspension());
    m_pins->failWith(Error{ErrorCode::Locked, "the keychain is locked", {}});
    EXPECT_FALSE(log->accept("gui"));
    EXPECT_TRUE(log->suspension());
    EXPECT_TRUE(log->health());
    EXPECT_FALSE(log->accept("ctl"));
    m_pins->failWith(std::nullopt);
    EXPECT_TRUE(log->accept("gui"));
    EXPECT_FALSE(log->suspension());
    EXPECT_TRUE(log->origin().ends_with("/2")) << "one acceptance is one epoch: " << log->origin();
    Connection connection = readOnly(database(), key());
    EXPECT_EQ(
        connection.queryInteger("SELECT count(*) FROM rec WHERE type = 'alarm.log'").value_or(-1),
        1);
}

TEST_F(SuspensionTest, CallsLeftOpenAreClosedOnlyWhenItIsAccepted)
{
    {
        const auto log = open();
        mustAppend(*log, intent("019aab12-3456-7789-8abc-def012345678"));
    }
    m_pins->replace(std::nullopt);
    const auto log = open();
    EXPECT_EQ(log->recordCount(), 1U);
    ASSERT_TRUE(log->accept("gui"));
    EXPECT_EQ(log->recordCount(), 3U); // the alarm, and the orphan
}

} // namespace
} // namespace portcullis::audit::test
