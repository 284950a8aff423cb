#include "gateway/audit/log_check.h"
#include "tests/faults/fault_fixture.h"
#include "tests/gateway/audit/memory_pins.h"
#include "tests/gateway/audit/read_raw.h"

#include <gmock/gmock.h>

#include <array>
#include <atomic>
#include <csignal>
#include <functional>
#include <latch>

// What happens around a log that runs: the clock is set, another instance starts, readers read, the
// keychain does not answer.
namespace portcullis::faults {
namespace {

namespace fs = std::filesystem;
using audit::test::MemoryPins;
using std::chrono::hours;

// Another process, begun before this one has threads, that waits for its turn.
class OtherProgram
{
public:
    explicit OtherProgram(const std::function<int()>& work)
    {
        EXPECT_EQ(::pipe(m_turn.data()), 0);
        std::cout.flush(); // what is not written yet would be written by both
        std::fflush(nullptr);
        m_child = ::fork();
        if (m_child == 0) {
            char turn = 0;
            ::_exit(::read(m_turn[0], &turn, 1) == 1 ? work() : 1);
        }
    }

    // Its exit code.
    [[nodiscard]] int work() const
    {
        EXPECT_EQ(::write(m_turn[1], "1", 1), 1);
        int status = 0;
        ::waitpid(m_child, &status, 0);
        return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
    }

private:
    std::array<int, 2> m_turn{};
    pid_t m_child = -1;
};

class RunningLog : public FaultTest
{
protected:
    static constexpr int kCallsOfAnother = 3;

    int callsOfAnother()
    {
        m_clock.advance(hours(24));
        const auto log = tryOpen();
        bool good = log.has_value();
        for (int i = 0; good && i < kCallsOfAnother; ++i) {
            good = call(**log, 100 + i);
        }
        return good ? 0 : 1;
    }

    void expectAllContents()
    {
        audit::Connection reading = audit::test::readOnly(database(), key());
        const auto report =
            audit::checkLog(reading, contentKeys(), m_keys, {api::CheckDepth::Deep, {}});
        ASSERT_TRUE(report) << report.error().message;
        EXPECT_EQ(report->fault.value_or(""), "");
        EXPECT_EQ(report->contentsLost, 0U);
    }

    // The records of steps of the clock; `hw` never falls on the way.
    int stepsInOrder()
    {
        audit::Connection reading = audit::test::readOnly(database(), key());
        std::int64_t latest = 0;
        int steps = 0;
        for (const auto& record : audit::test::readRecords(reading)) {
            const auto header = audit::test::parsed(record.header);
            const std::int64_t hw = header.root()["hw"].integer().value_or(-1);
            EXPECT_GE(hw, latest);
            EXPECT_GE(hw, header.root()["t"].integer().value_or(INT64_MAX));
            latest = hw;
            if (header.root()["type"].string() == "clock.step") {
                const auto body = audit::test::parsed(record.body);
                EXPECT_EQ(body.root()["at"].string(), "run");
                EXPECT_EQ(body.root()["from"].integer().value_or(0) +
                              body.root()["delta_us"].integer().value_or(0),
                          body.root()["to"].integer());
                ++steps;
            }
        }
        return steps;
    }
};

TEST_F(RunningLog, AClockThatJumpsLeavesTheOrderAndARecordOfEachJump)
{
    constexpr int kJumps = 20;
    auto log = open();
    int jumps = 0;
    for (int i = 0; i < 5 * kJumps; ++i) {
        m_clock.advance(std::chrono::milliseconds(20));
        if (i % 5 == 4) {
            const auto by = hours(24 * 365 * (jumps % 3 == 0 ? 10 : -10)) + hours(i);
            m_clock.setWall(m_clock.wallNow() + by);
            ++jumps;
        }
        ASSERT_TRUE(call(*log, i));
    }
    log.reset();
    const Findings found = examine();
    EXPECT_EQ(found.fault, "");
    EXPECT_EQ(stepsInOrder(), jumps);
    std::cout << "clock set " << jumps << " times by ten years; " << found.receipts
              << " records reported, 0 lost, in order; each jump is recorded\n";
}

TEST_F(RunningLog, ASecondInstanceIsRefusedAndALockThatIsLeftIsTakenOnce)
{
    fill(0, 2);
    int ready[2] = {};
    ASSERT_EQ(::pipe(ready), 0);
    const pid_t first = ::fork();
    if (first == 0) {
        auto log = tryOpen();
        const char said = log ? '1' : '0';
        while (::write(ready[1], &said, 1) == 1) {
            ::pause();
        }
        ::_exit(1);
    }
    char said = 0;
    ASSERT_EQ(::read(ready[0], &said, 1), 1);
    EXPECT_EQ(said, '1');
    const auto second = tryOpen();
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, ErrorCode::Busy);
    EXPECT_THAT(
        second.error().message,
        testing::HasSubstr("process " + std::to_string(first) + ", since 2026-11-22T09:30"));
    ::kill(first, SIGKILL);
    ::waitpid(first, nullptr, 0);

    constexpr int kHeirs = 8;
    std::latch together(kHeirs);
    std::vector<Result<std::unique_ptr<audit::AuditLog>>> opened(kHeirs);
    {
        std::vector<std::jthread> heirs;
        for (auto& mine : opened) {
            heirs.emplace_back([&] {
                together.arrive_and_wait();
                mine = tryOpen();
            });
        }
    }
    int holders = 0;
    for (const auto& log : opened) {
        holders += log ? 1 : 0;
        EXPECT_TRUE(log || log.error().code == ErrorCode::Busy);
    }
    EXPECT_EQ(holders, 1);
    opened.clear();
    const Findings found = examine();
    EXPECT_EQ(found.fault, "");
    std::cout << "second instance refused by name; a lock left by a kill was taken by 1 of "
              << kHeirs << "; " << found.receipts << " records reported, 0 lost\n";
}

TEST_F(RunningLog, ReadersNeverSeeAnythingWrongAndTheWalDoesNotGrow)
{
    constexpr std::uintmax_t kMostWal = 256 << 20;
    const int calls = isLongRun() ? 20'000 : 400;
    auto log = open();
    ASSERT_TRUE(call(*log, 0));
    std::atomic<bool> done = false;
    std::atomic<std::uint64_t> reads = 0;
    std::atomic<std::uint64_t> faults = 0;
    const auto note = [&](bool good) { ++(good ? reads : faults); };
    std::uintmax_t largest = 0;
    {
        std::vector<std::jthread> readers;
        for (int i = 0; i < 3; ++i) {
            readers.emplace_back([&] {
                audit::Connection own = audit::test::readOnly(database(), key());
                while (!done) {
                    note(log->activity({}).has_value());
                    note(log->details(0).has_value());
                    note(own.queryInteger("SELECT count(*) FROM rec WHERE length(body) > 0")
                             .value_or(0) >= 2);
                }
            });
        }
        for (int i = 1; i < calls; ++i) {
            EXPECT_TRUE(call(*log, i, 2000));
            std::error_code none;
            largest = std::max(largest, fs::file_size(database().string() + "-wal", none));
        }
        done = true;
    }
    EXPECT_EQ(faults, 0U);
    EXPECT_LT(largest, kMostWal);
    log.reset();
    const Findings found = examine();
    EXPECT_EQ(found.fault, "");
    std::cout << reads << " reads beside " << calls << " calls, none wrong; the WAL had at most "
              << largest / 1024 << " KiB; " << found.receipts << " records reported, 0 lost\n";
}

// A lock that is deleted lets a second program in. Whichever goes on, nothing of the other is lost:
// neither records nor, on a day that is new to both, the keys to contents.
TEST_F(RunningLog, AProgramWhoseLockWasDeletedTakesNoMoreRecords)
{
    fill(0, 2);
    m_clock.advance(hours(24));
    OtherProgram second([this] { return callsOfAnother(); });
    auto log = open();
    ASSERT_TRUE(call(*log, 2));
    m_clock.advance(hours(24));
    fs::remove(m_options.folder / "audit.lock");
    EXPECT_EQ(second.work(), 0) << "nothing else would keep it out";
    EXPECT_FALSE(call(*log, 3));
    ASSERT_TRUE(log->health());
    EXPECT_THAT(log->health()->message, testing::HasSubstr("audit.lock"));
    log.reset();
    expectAllContents();
    EXPECT_EQ(examine(kCallsOfAnother).fault, "");
}

TEST_F(RunningLog, ALockThatWasDeletedIsNoticedWithoutACall)
{
    auto log = open();
    ASSERT_TRUE(call(*log, 0));
    fs::rename(m_options.folder / "audit.lock", m_options.folder / "gone");
    EXPECT_TRUE(waitFor([&log] { return log->health().has_value(); }));
    fs::rename(m_options.folder / "gone", m_options.folder / "audit.lock");
    EXPECT_TRUE(waitFor([&log] { return !log->health(); }));
    EXPECT_TRUE(call(*log, 1));
}

// It has come and gone between two looks at the lock.
TEST_F(RunningLog, ALogThatAnotherProgramHasWrittenToIsClosed)
{
    m_options.maintenanceInterval = hours(1);
    fill(0, 2);
    OtherProgram second([this] { return callsOfAnother(); });
    auto log = open();
    ASSERT_TRUE(call(*log, 2));
    fs::rename(m_options.folder / "audit.lock", m_options.folder / "ours");
    EXPECT_EQ(second.work(), 0);
    fs::rename(m_options.folder / "ours", m_options.folder / "audit.lock");
    EXPECT_FALSE(call(*log, 3));
    ASSERT_TRUE(log->health());
    EXPECT_EQ(log->health()->code, ErrorCode::Busy) << log->health()->message;
    EXPECT_FALSE(call(*log, 4)) << "nor later";
    log.reset();
    expectAllContents();
    EXPECT_EQ(examine(kCallsOfAnother).fault, "");
}

// A keychain that takes its time over everything it is to keep, until it is let go.
class SlowPins final : public audit::PinStore
{
public:
    Result<audit::Pins> load() override { return m_pins.load(); }

    Result<> save(const audit::Pin& pin) override
    {
        if (pin.head.size > 0) {
            m_asked.store(true);
            m_asked.notify_all();
            m_held.wait(true);
        }
        return m_pins.save(pin);
    }

    void waitUntilAsked() const { m_asked.wait(false); }

    void letGo()
    {
        m_held.store(false);
        m_held.notify_all();
    }

private:
    MemoryPins m_pins;
    std::atomic<bool> m_asked = false;
    std::atomic<bool> m_held = true;
};

TEST_F(RunningLog, AKeychainThatDoesNotAnswerHoldsUpNoCall)
{
    const auto pins = std::make_shared<SlowPins>();
    m_options.pins = pins;
    m_options.pinPace = {std::chrono::milliseconds(0), 1, std::chrono::milliseconds(0)};
    auto log = open();
    ASSERT_TRUE(call(*log, 0));
    pins->waitUntilAsked();
    for (int i = 1; i < 50; ++i) {
        EXPECT_TRUE(call(*log, i));
    }
    pins->letGo();
    log.reset();
    EXPECT_EQ(examine().fault, "");
}

TEST_F(RunningLog, AKeychainThatRefusesIsSaidAndKeepsTheLogClosedAtTheNextStart)
{
    const auto pins = std::make_shared<MemoryPins>();
    m_options.pins = pins;
    m_options.pinPace = {std::chrono::milliseconds(0), 1, std::chrono::milliseconds(0)};
    auto log = open();
    ASSERT_TRUE(call(*log, 0));
    pins->failWith(Error{ErrorCode::PermissionDenied, "denied", {}});
    EXPECT_TRUE(call(*log, 1));
    EXPECT_TRUE(waitFor([&log] { return log->pinError().has_value(); }));
    log.reset();
    EXPECT_FALSE(tryOpen());
    pins->failWith(std::nullopt);
    EXPECT_EQ(examine().fault, "") << "the pin that is behind is no alarm";
    audit::Pin other = pins->saved().back();
    other.head.root[0] ^= 1U;
    pins->replace(other);
    EXPECT_EQ(open()->suspension()->verdict, audit::LogVerdict::Fork);
    std::cout << "keychain slow, refusing, changed: no call held up, 0 records lost\n";
}

} // namespace
} // namespace portcullis::faults
