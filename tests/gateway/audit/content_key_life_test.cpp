#include "tests/gateway/audit/retention_fixture.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

// What becomes of the keys to contents.
namespace portcullis::audit::test {
namespace {

class ContentKeyLifeTest : public RetentionTest
{
protected:
    [[nodiscard]] std::vector<fs::path> keysSetAside() const
    {
        std::vector<fs::path> files;
        for (const auto& entry : fs::directory_iterator(m_options.folder)) {
            if (entry.path().filename().string().starts_with("audit.keys.")) {
                files.push_back(entry.path());
            }
        }
        return files;
    }

    // Those that the database names.
    [[nodiscard]] std::vector<std::int64_t> namedKeys()
    {
        Connection connection = readOnly(database(), key());
        return sharedKeys(connection).value();
    }
};

// A crash between the commit and the end of the old key: the next start finishes it.
TEST_F(ContentKeyLifeTest, KeysThatNobodyNeedsAreDestroyedAtTheStart)
{
    auto log = open();
    const std::int64_t erased = call(*log, "P1");
    log.reset();
    const fs::path keys = m_options.folder / "audit.keys";
    const std::string before = readFile(keys);
    log = open();
    ASSERT_TRUE(log->erase(about("P1"), "dpo", {}));
    log.reset();
    std::ofstream(keys, std::ios::binary | std::ios::trunc) << before;
    log = open();
    ASSERT_NE(log, nullptr);
    EXPECT_LT(readFile(keys).size(), before.size());
    EXPECT_EQ(argumentsOf(*log, erased), "");
}

TEST_F(ContentKeyLifeTest, AKeyThatCannotBeDestroyedIsNotCalledErased)
{
    const auto log = open();
    static_cast<void>(call(*log, "P1"));
    const fs::path keys = m_options.folder / "audit.keys";
    fs::remove(keys);
    fs::create_directory(keys);
    EXPECT_FALSE(log->erase(about("P1"), "dpo", {}));
    EXPECT_FALSE(log->erase(about("P1"), "dpo", {})) << "it is still not erased";
    fs::remove(keys);
    const auto done = log->erase(about("P1"), "dpo", {});
    ASSERT_TRUE(done) << done.error().message;
    EXPECT_EQ(done->count, 0U) << "what is left is the key";
    EXPECT_TRUE(fs::is_regular_file(keys));
    EXPECT_GT(call(*log, "P2"), 0) << "the log goes on";
}

// What writeFileAtomically() leaves when it is killed in the middle.
TEST_F(ContentKeyLifeTest, ARestOfOlderKeysIsRemoved)
{
    auto log = open();
    static_cast<void>(call(*log, "P1"));
    log.reset();
    fs::copy(m_options.folder / "audit.keys", m_options.folder / "audit.keys.Ab12Cd");
    log = open();
    ASSERT_NE(log, nullptr);
    EXPECT_FALSE(fs::exists(m_options.folder / "audit.keys.Ab12Cd"));
}

// A database that is missing at one start may come back, and so may one that was replaced.
TEST_F(ContentKeyLifeTest, KeysOfALogThatIsAwayAreKept)
{
    m_options.pins = std::make_shared<MemoryPins>();
    auto log = open();
    const std::int64_t n = call(*log, "P1");
    log.reset();
    fs::rename(database(), m_folder.path() / "away.db");
    log = open();
    ASSERT_TRUE(log->suspension());
    log.reset();
    fs::rename(m_folder.path() / "away.db", database());
    log = open();
    ASSERT_FALSE(log->suspension());
    EXPECT_EQ(argumentsOf(*log, n), R"({"patient":"P1"})");
    log.reset();
    fs::rename(database(), m_folder.path() / "away.db");
    log = open();
    ASSERT_TRUE(log->accept("gui"));
    log.reset();
    const auto kept = keysSetAside();
    ASSERT_EQ(kept.size(), 1U) << "they were set aside when another log was accepted";
    fs::remove(database());
    fs::rename(m_folder.path() / "away.db", database());
    fs::rename(kept.front(), m_options.folder / "audit.keys");
    m_options.pins.reset();
    log = open();
    EXPECT_EQ(argumentsOf(*log, n), R"({"patient":"P1"})");
}

TEST_F(ContentKeyLifeTest, ContentsOfDifferentDaysHaveDifferentKeys)
{
    const auto log = open();
    static_cast<void>(call(*log, "P1"));
    m_clock.advance(hours(24));
    static_cast<void>(call(*log, "P2"));
    EXPECT_EQ(query("SELECT count(*) FROM shared_key"), 2);
}

TEST_F(ContentKeyLifeTest, ManyContentsShareAKeyAndNoMoreThanAFew)
{
    const auto log = open();
    for (int i = 0; i < kContentsPerKey + 10; ++i) {
        log->append(denied(callId(i), "drop"), [](const auto&) {});
        if (i % 500 == 0) {
            log->flush();
        }
    }
    log->flush();
    EXPECT_EQ(query("SELECT count(*) FROM shared_key"), 2);
    EXPECT_EQ(query("SELECT max(begin) FROM shared_key"), kContentsPerKey);
}

// An answer that is kept in memory must not outlive the key.
TEST_F(ContentKeyLifeTest, DetailsGoOnAfterTheirNeighbourWasErased)
{
    const auto log = open();
    const std::int64_t erased = call(*log, "P1");
    EXPECT_NE(argumentsOf(*log, erased), "");
    ASSERT_TRUE(log->erase(about("P1"), "dpo", {}));
    const std::int64_t next = call(*log, "P2");
    EXPECT_EQ(argumentsOf(*log, next), R"({"patient":"P2"})");
    EXPECT_EQ(argumentsOf(*log, erased), "");
}

// A hold needs no key to be destroyed: it is in force though others wait for that.
TEST_F(ContentKeyLifeTest, AHoldIsInForceThoughAKeyCannotBeDestroyed)
{
    const auto log = open();
    static_cast<void>(call(*log, "P1"));
    const fs::path keys = m_options.folder / "audit.keys";
    fs::remove(keys);
    fs::create_directory(keys);
    ASSERT_FALSE(log->erase(about("P1"), "dpo", {}));
    const auto hold = log->setHold(holdOf({}));
    ASSERT_TRUE(hold) << hold.error().message;
    EXPECT_TRUE(log->releaseHold(hold->id, "Case closed", "gui"));
    const auto bodies = log->removeOld({{}, m_clock.wallNow() + hours(1)}, "ctl", {});
    ASSERT_TRUE(bodies) << bodies.error().message;
    EXPECT_EQ(bodies->bodies, 2U);
}

TEST_F(ContentKeyLifeTest, ALogAcceptedWithoutItsPinLeavesNoCopyOfItsKeys)
{
    const auto pins = std::make_shared<MemoryPins>();
    m_options.pins = pins;
    auto log = open();
    static_cast<void>(call(*log, "P1"));
    log.reset();
    pins->replace(std::nullopt);
    log = open();
    ASSERT_TRUE(log->suspension());
    ASSERT_TRUE(log->accept("gui"));
    EXPECT_TRUE(keysSetAside().empty());
    ASSERT_TRUE(log->erase(about("P1"), "dpo", {}));
    EXPECT_TRUE(keysSetAside().empty());
}

// Those of the log that was replaced, and none of the one that goes on.
TEST_F(ContentKeyLifeTest, OnlyKeysThatTheAcceptedLogDoesNotNeedAreSetAside)
{
    m_options.pins = std::make_shared<MemoryPins>();
    auto log = open();
    const std::int64_t both = call(*log, "P1");
    log.reset();
    fs::copy(database(), m_folder.path() / "older.db");
    m_clock.advance(hours(24));
    log = open();
    static_cast<void>(call(*log, "P2"));
    log.reset();
    const std::vector<std::int64_t> named = namedKeys();
    ASSERT_EQ(named.size(), 2U);
    fs::rename(m_folder.path() / "older.db", database());
    log = open();
    ASSERT_EQ(log->suspension()->verdict, LogVerdict::Rollback);
    ASSERT_TRUE(log->accept("gui"));
    EXPECT_EQ(argumentsOf(*log, both), R"({"patient":"P1"})");
    const auto files = keysSetAside();
    ASSERT_EQ(files.size(), 1U);
    const auto aside = ContentKeys::open(files.front(), key()).value();
    const std::vector<std::int64_t> used = namedKeys();
    EXPECT_EQ(aside->missing(used), used.size());
    EXPECT_EQ(aside->missing(named), 1U) << "the log that is away needs the other one";
}

// The log came back, and its keys by a copy of the file.
TEST_F(ContentKeyLifeTest, AnErasureReachesKeysThatWereSetAside)
{
    m_options.pins = std::make_shared<MemoryPins>();
    auto log = open();
    static_cast<void>(call(*log, "P1"));
    m_clock.advance(hours(24));
    const std::int64_t kept = call(*log, "P2");
    log.reset();
    const std::vector<std::int64_t> before = namedKeys();
    fs::rename(database(), m_folder.path() / "away.db");
    log = open();
    ASSERT_TRUE(log->accept("gui"));
    log.reset();
    const auto files = keysSetAside();
    ASSERT_EQ(files.size(), 1U);
    fs::rename(m_folder.path() / "away.db", database());
    fs::copy(files.front(), m_options.folder / "audit.keys", fs::copy_options::overwrite_existing);
    m_options.pins.reset();
    log = open();
    ASSERT_TRUE(log->erase(about("P1"), "dpo", {}));
    EXPECT_EQ(argumentsOf(*log, kept), R"({"patient":"P2"})");
    const auto aside = ContentKeys::open(files.front(), key()).value();
    EXPECT_EQ(aside->missing(before), 1U) << "that of what was erased, and no other";
}

} // namespace
} // namespace portcullis::audit::test
