#include "gateway/audit/log_check.h"
#include "gateway/audit/merkle.h"
#include "gateway/audit/stored_tree.h"
#include "gateway/base/encoding.h"
#include "tests/faults/fault_fixture.h"
#include "tests/gateway/audit/memory_pins.h"
#include "tests/gateway/audit/read_raw.h"

#include <array>
#include <sqlite3.h>

// Somebody has the key and the folder, and changes what is there. Either the check of the log
// names the first bad record, or, where what is left is what was once signed, the pin and the
// receipts tell.
namespace portcullis::faults {
namespace {

namespace fs = std::filesystem;
using audit::LogVerdict;
using audit::test::MemoryPins;
using audit::test::RawRecord;

class Tampering : public FaultTest
{
protected:
    Tampering()
    {
        m_options.pins = m_pins;
        m_options.pinPace = {std::chrono::milliseconds(0), 1, std::chrono::milliseconds(0)};
    }

    void change(const std::string& sql)
    {
        audit::test::tamperWith(database(), key(), audit::test::kWithoutTriggers + sql);
    }

    [[nodiscard]] api::LogReport check()
    {
        audit::Connection connection = audit::test::readOnly(database(), key());
        auto report =
            audit::checkLog(connection, contentKeys(), m_keys, {api::CheckDepth::Deep, {}});
        return report ? std::move(*report) : api::LogReport();
    }

    void expectVerdict(LogVerdict verdict)
    {
        const auto log = open();
        ASSERT_NE(log, nullptr);
        ASSERT_TRUE(log->suspension());
        EXPECT_EQ(log->suspension()->verdict, verdict) << log->suspension()->sentence;
        EXPECT_FALSE(call(*log, 999)) << "no call meanwhile";
    }

    static void copyFolder(const fs::path& from, const fs::path& to)
    {
        fs::remove_all(to);
        fs::copy(from, to, fs::copy_options::recursive);
    }

    // Dies with records that only the WAL has.
    void crashAfter(int first, int count)
    {
        const int code = inOtherProcess([&] {
            auto log = tryOpen();
            for (int i = first; log && i < first + count; ++i) {
                static_cast<void>(call(**log, i));
            }
            return log ? (log->release(), 0) : 1;
        });
        ASSERT_EQ(code, 0);
    }

    [[nodiscard]] std::vector<RawRecord> records()
    {
        audit::Connection connection = audit::test::readOnly(database(), key());
        return audit::test::readRecords(connection);
    }

    std::shared_ptr<MemoryPins> m_pins = std::make_shared<MemoryPins>();
};

struct Change
{
    const char* what;
    const char* sql;
    std::int64_t firstBad;
};

TEST_F(Tampering, WhatIsDoneToRowsIsFoundAtTheFirstBadOne)
{
    fill(0, 10);
    copyFolder(m_options.folder, m_folder.path() / "genuine");
    constexpr std::array kChanges = {
        Change{"deleted", "DELETE FROM rec WHERE n = 4", 4},
        Change{"all deleted but the last", "DELETE FROM rec WHERE n < 19", 0},
        Change{"header edited",
               "UPDATE rec SET header = CAST(replace(header, 'fx', 'fy') AS BLOB) WHERE n = 5",
               5},
        Change{"body edited",
               "UPDATE rec SET body = CAST(replace(body, 'echo', 'ecco') AS BLOB) WHERE n = 6",
               6},
        Change{"two exchanged",
               "UPDATE rec SET n = 99 WHERE n = 7; UPDATE rec SET n = 7 WHERE n = 8;"
               "UPDATE rec SET n = 8 WHERE n = 99",
               7},
        Change{"one put between",
               "UPDATE rec SET n = n + 1000 WHERE n >= 9; UPDATE rec SET n = n - 999 WHERE n >= 9;"
               "CREATE TEMP TABLE copy AS SELECT * FROM rec WHERE n = 3; UPDATE copy SET n = 9;"
               "INSERT INTO rec SELECT * FROM copy",
               9},
        Change{"one put at the end",
               "CREATE TEMP TABLE copy AS SELECT * FROM rec WHERE n = 19; UPDATE copy SET n = 20;"
               "INSERT INTO rec SELECT * FROM copy",
               20},
        Change{"list: tool", "UPDATE rec SET tool = 'other' WHERE n = 10", 10},
        Change{"list: outcome", "UPDATE rec SET outcome = 'denied' WHERE n = 11", 11},
        Change{"list: key", "UPDATE rec SET key = 'vk_0' WHERE n = 12", 12},
        Change{"list: time", "UPDATE rec SET hw = hw - 1 WHERE n = 13", 13},
    };
    for (const Change& made : kChanges) {
        copyFolder(m_folder.path() / "genuine", m_options.folder);
        change(made.sql);
        EXPECT_EQ(check().firstBad, made.firstBad) << made.what;
    }
    std::cout << kChanges.size() << " changes to rows with the key in hand, all found\n";
}

TEST_F(Tampering, AnOlderCopyIsARollback)
{
    fill(0, 3);
    copyFolder(m_options.folder, m_folder.path() / "older");
    fill(3, 3);
    copyFolder(m_folder.path() / "older", m_options.folder);
    EXPECT_FALSE(check().fault) << "it was like that once";
    EXPECT_NE(examine().fault.find("suspended"), std::string::npos);
    expectVerdict(LogVerdict::Rollback);
}

TEST_F(Tampering, AWalThatIsGoneIsARollback)
{
    fill(0, 3);
    crashAfter(3, 3);
    const auto whole = records();
    ASSERT_EQ(whole.size(), 12U);
    fs::remove(database().string() + "-wal");
    fs::remove(database().string() + "-shm");
    m_pins->replace(audit::Pin{{open()->origin(), 12, {}}, m_clock.wallNow()});
    expectVerdict(LogVerdict::Rollback);
}

TEST_F(Tampering, TheWalOfAnotherLogAddsNothing)
{
    fill(0, 3);
    const auto genuine = records();
    const fs::path own = m_options.folder;
    m_options.folder = m_folder.path() / "another";
    m_options.pins = nullptr;
    crashAfter(0, 5);
    fs::copy(
        database().string() + "-wal", own / "audit.db-wal", fs::copy_options::overwrite_existing);
    fs::remove(own / "audit.db-shm");
    m_options.folder = own;
    m_options.pins = m_pins;
    const auto refused = tryOpen();
    ASSERT_FALSE(refused) << "pages of another key";
    EXPECT_EQ(refused.error().code, ErrorCode::Locked);
    fs::remove(database().string() + "-wal");
    fs::remove(database().string() + "-shm");
    EXPECT_FALSE(open()->suspension());
    EXPECT_EQ(records().size(), genuine.size());
}

// The limit that FORMAT.md and the pins name: who turns everything back is found only by a
// checkpoint or a receipt that is kept elsewhere.
TEST_F(Tampering, LogAndPinTurnedBackTogetherAreFoundByWhatIsKeptElsewhere)
{
    fill(0, 3);
    copyFolder(m_options.folder, m_folder.path() / "older");
    const auto olderPin = m_pins->saved().back();
    fill(3, 3);
    const auto elsewhere = m_pins->saved().back();
    copyFolder(m_folder.path() / "older", m_options.folder);
    m_pins->replace(olderPin);
    EXPECT_FALSE(open()->suspension()) << "nothing here can tell";
    EXPECT_NE(examine().fault.find("missing; the last reported is 11"), std::string::npos);
    audit::Connection connection = audit::test::readOnly(database(), key());
    auto tree = audit::StoredTree::open(connection);
    ASSERT_TRUE(tree);
    EXPECT_EQ(audit::judge(check().head, *tree, elsewhere).value(), LogVerdict::Rollback);
}

TEST_F(Tampering, ALogOrAPinThatIsGoneIsNoticed)
{
    fill(0, 3);
    const auto pin = m_pins->saved().back();
    m_pins->replace(std::nullopt);
    expectVerdict(LogVerdict::PinMissing);
    m_pins->replace(pin);
    fs::remove_all(m_options.folder);
    expectVerdict(LogVerdict::DatabaseMissing);
}

TEST_F(Tampering, ATailThatIsCutIsFoundByThePinAndTheReceipts)
{
    fill(0, 5);
    change("DELETE FROM rec WHERE n > 5; DELETE FROM payload WHERE n > 5;"
           "DELETE FROM wrapped_key WHERE n > 5;"
           "DELETE FROM open_call; DELETE FROM counter; UPDATE meta SET v = 0 WHERE k = 'snapshot';"
           "DELETE FROM list_post; DELETE FROM list_pace; DELETE FROM list_call;"
           "DELETE FROM list_block; DELETE FROM list_paces; UPDATE listing SET next = 0");
    EXPECT_EQ(check().fault.value_or(""), "") << "every commit ends with a signature";
    expectVerdict(LogVerdict::Rollback);
    m_options.pins = nullptr;
    EXPECT_NE(examine().fault.find("missing; the last reported is 9"), std::string::npos);
}

// With the keys that sign, too: the last record is another one, and signed.
TEST_F(Tampering, ARecordThatIsRewrittenAndSignedIsFoundByThePinAndTheReceipts)
{
    fill(0, 5);
    const auto all = records();
    RawRecord last = all.back();
    last.body.replace(last.body.find("\"ok\""), 4, "\"timeout\"");
    const std::string hash = audit::test::parsed(last.header).root()["body"].string();
    last.header.replace(last.header.find(hash), hash.size(), toHex(sha256(last.body)));
    audit::Frontier tree;
    for (std::size_t i = 0; i + 1 < all.size(); ++i) {
        tree.append(audit::leafHash(all[i].header));
    }
    tree.append(audit::leafHash(last.header));
    const api::TreeHead head{open()->origin(), tree.size(), tree.root()};
    const auto signer = audit::LogSigner::make(m_keys, head.origin);
    const auto hex = [](std::string_view bytes) { return "x'" + toHex(asBytes(bytes)) + "'"; };
    change("UPDATE rec SET outcome = 'timeout', header = " + hex(last.header) +
           ", body = " + hex(last.body) + ", head = " + hex(*signer->signHead(head)) +
           ", leaf = x'" + toHex(audit::leafHash(last.header)) + "' WHERE n = 9");
    EXPECT_EQ(check().fault.value_or(""), "") << "whoever has the keys can sign";
    expectVerdict(LogVerdict::Fork);
    m_options.pins = nullptr;
    EXPECT_NE(examine().fault.find("record 9 is another one than its receipt says"),
              std::string::npos);
}

TEST_F(Tampering, AWrongKeyAndAPlainFileAreRefusedAndLeftAlone)
{
    fill(0, 3);
    const std::string genuine = audit::test::readFile(database());
    for (const auto byte : std::array<std::uint8_t, 4>{0, 6, 8, 255}) {
        const auto wrong = tryOpen(byte);
        ASSERT_FALSE(wrong);
        EXPECT_EQ(wrong.error().code, ErrorCode::Locked);
    }
    EXPECT_EQ(audit::test::readFile(database()), genuine);
    fs::remove(database());
    sqlite3* plain = nullptr;
    ASSERT_EQ(sqlite3_open(database().c_str(), &plain), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(plain, "CREATE TABLE rec(n)", nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(plain);
    const std::string unencrypted = audit::test::readFile(database());
    EXPECT_EQ(tryOpen().error().code, ErrorCode::Locked);
    EXPECT_EQ(audit::test::readFile(database()), unencrypted);
    std::ofstream(database(), std::ios::binary) << genuine;
    EXPECT_EQ(examine().fault, "");
}

} // namespace
} // namespace portcullis::faults
