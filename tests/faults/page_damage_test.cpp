#include "gateway/audit/log_check.h"
#include "tests/gateway/audit/log_fixture.h"
#include "tests/gateway/audit/read_raw.h"

#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <iostream>
#include <iterator>
#include <random>
#include <span>
#include <thread>
#include <unistd.h>
#include <vector>

// What somebody without the key can do to the file: turn a bit on any page, put an older copy of a
// page into a newer file. Either the log says that it is damaged, or everything in it is as it was.
namespace portcullis::audit::test {
namespace {

constexpr std::size_t kPage = 4096;
constexpr int kPlaces = 4; // bits turned on each page, one at a time

enum class Found : std::uint8_t
{
    Refused,  // it does not open
    Reported, // reading or checking it says what is wrong
    Same,     // nothing has changed for a reader
    Older,    // the log as it was after an earlier commit: for its pin to notice
    Changed   // and nobody notices: what must not be
};

class PageDamage : public LogTest
{
protected:
    void fill(int from, int calls)
    {
        const auto log = open();
        for (int i = from; i < from + calls; ++i) {
            const std::string call = callId(i);
            const std::int64_t n = mustAppend(*log, intent(call, std::string(700, 'a')));
            mustAppend(*log, outcome(call, n, std::string(1500, 'r')));
        }
    }

    void write(const std::string& bytes) const
    {
        std::filesystem::remove(database().string() + "-wal");
        std::filesystem::remove(database().string() + "-shm");
        std::ofstream(database(), std::ios::binary) << bytes;
    }

    [[nodiscard]] Found look(const std::vector<RawRecord>& genuine)
    {
        auto connection =
            openConnection(database(), key(), Access::Reader, api::Durability::Strict);
        if (!connection) {
            return Found::Refused;
        }
        const auto report =
            checkLog(*connection, contentKeys(), m_keys, {api::CheckDepth::Deep, {}});
        EXPECT_TRUE(report) << "damage is a finding, and no failure: " << report.error().cause;
        if (!report || report->fault) {
            m_named += report && report->firstBad ? 1 : 0;
            m_listed +=
                report && report->fault->find("list by which reviewers") != std::string::npos;
            return Found::Reported;
        }
        const auto records = readRecords(*connection);
        const auto equal = [](const RawRecord& a, const RawRecord& b) {
            return a.n == b.n && a.header == b.header && a.body == b.body;
        };
        if (std::ranges::equal(records, genuine, equal)) {
            return Found::Same;
        }
        const bool prefix =
            records.size() < genuine.size() &&
            std::ranges::equal(records, std::span(genuine.data(), records.size()), equal);
        return prefix ? Found::Older : Found::Changed;
    }

    // The listing follows its log while nothing else is to be done.
    void awaitListing(std::int64_t count)
    {
        const auto log = open();
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
        const auto listed = [&] {
            Connection connection = readOnly(database(), key());
            return connection.queryInteger("SELECT next FROM listing").value_or(0);
        };
        while (listed() < count) {
            ASSERT_LT(std::chrono::steady_clock::now(), end);
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    }

    [[nodiscard]] std::vector<RawRecord> records()
    {
        Connection connection = readOnly(database(), key());
        return readRecords(connection);
    }

    int m_named = 0;  // damaged logs of which the check names the first bad record
    int m_listed = 0; // those of which it says that only the list is damaged
};

TEST_F(PageDamage, ABitTurnedOnAnyPageIsNoticedOrChangesNothing)
{
    fill(0, 20);
    awaitListing(40);
    const std::string genuine = readFile(database());
    const auto expected = records();
    ASSERT_EQ(expected.size(), 40U);
    std::mt19937_64 random(7);
    std::size_t noticed = 0;
    std::size_t harmless = 0;
    for (std::size_t page = 0; page < genuine.size() / kPage; ++page) {
        for (int i = 0; i < kPlaces; ++i) {
            const std::size_t at = page * kPage + random() % kPage;
            std::string damaged = genuine;
            damaged[at] = static_cast<char>(damaged[at] ^ (1 << (random() % 8)));
            write(damaged);
            const Found found = look(expected);
            ASSERT_TRUE(found != Found::Changed && found != Found::Older) << "byte " << at;
            ++(found == Found::Same ? harmless : noticed);
        }
    }
    std::cout << noticed + harmless << " bits turned on " << genuine.size() / kPage
              << " pages: " << noticed << " noticed, " << harmless
              << " in bytes that mean nothing, none changed a record; of " << m_listed
              << " the list alone was damaged\n";
    EXPECT_GT(m_listed, 0);
    EXPECT_GT(noticed, 0U);
    EXPECT_GT(m_named, 20); // the pages with records are some of all
}

// What a crash leaves in the WAL. A frame that is damaged ends it there: what comes after is lost,
// and is for the pin to notice.
TEST_F(PageDamage, ABitTurnedInTheWalIsNoticedOrLosesTheEndAtMost)
{
    fill(0, 10);
    const std::string before = readFile(database());
    const pid_t child = ::fork();
    if (child == 0) {
        auto log = tryOpen();
        for (int i = 10; log && i < 20; ++i) {
            const std::int64_t n = mustAppend(**log, intent(callId(i)));
            mustAppend(**log, outcome(callId(i), n, "{}"));
        }
        ::_exit(log ? 0 : 1); // without closing
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_EQ(status, 0);
    const std::string wal = readFile(database().string() + "-wal");
    const auto expected = records();
    ASSERT_EQ(expected.size(), 40U);
    constexpr std::size_t kFrame = kPage + 24;
    std::mt19937_64 random(11);
    std::array<int, 5> found{};
    for (std::size_t frame = 32; frame + kFrame <= wal.size(); frame += kFrame) {
        std::string damaged = wal;
        const std::size_t at = frame + random() % kFrame;
        damaged[at] = static_cast<char>(damaged[at] ^ (1 << (random() % 8)));
        write(before);
        std::ofstream(database().string() + "-wal", std::ios::binary) << damaged;
        const Found what = look(expected);
        ASSERT_NE(what, Found::Changed) << "byte " << at;
        ++found[static_cast<std::size_t>(what)];
    }
    const auto count = [&found](Found what) { return found[static_cast<std::size_t>(what)]; };
    std::cout << wal.size() / kFrame << " frames of the WAL with a bit turned: "
              << count(Found::Refused) + count(Found::Reported) << " noticed, "
              << count(Found::Older) << " ended the log there, " << count(Found::Same)
              << " changed nothing, none changed a record\n";
    EXPECT_GT(count(Found::Older), 0);
}

// The file's own authentication does not notice that a page is an older one of the same number.
TEST_F(PageDamage, AnOlderPageInANewerFileIsNoticedOrChangesNothing)
{
    fill(0, 20);
    const std::string older = readFile(database());
    fill(20, 20);
    const std::string genuine = readFile(database());
    const auto expected = records();
    std::size_t replaced = 0;
    std::size_t noticed = 0;
    for (std::size_t at = 0; at + kPage <= older.size(); at += kPage) {
        if (older.compare(at, kPage, genuine, at, kPage) == 0) {
            continue;
        }
        ++replaced;
        std::string mixed = genuine;
        mixed.replace(at, kPage, older, at, kPage);
        write(mixed);
        const Found found = look(expected);
        EXPECT_NE(found, Found::Changed) << "page " << at / kPage + 1;
        noticed += found == Found::Same ? 0 : 1;
    }
    std::cout << replaced << " pages put back to what they were before: " << noticed
              << " noticed, none changed a record unnoticed\n";
    EXPECT_GT(noticed, 0U);
}

} // namespace
} // namespace portcullis::audit::test
