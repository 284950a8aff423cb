#include "gateway/engine/data_folder.h"
#include "gateway/engine/log_opening.h"
#include "gateway/engine/policy_memory.h"
#include "tests/gateway/audit/log_fixture.h"
#include "tests/support/manual_clock.h"
#include "tests/support/policy_folder.h"

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <vector>

// Which policies an installation has been under, and which may follow.
namespace portcullis::engine {
namespace {

namespace fs = std::filesystem;
using test::PolicyFolder;

class PolicyMemoryTest : public testing::Test
{
protected:
    PolicyMemoryTest()
    {
        EXPECT_TRUE(prepareDataFolder(data()));
        reopen();
    }

    static SecretBytes secret()
    {
        return SecretBytes(std::span<const std::uint8_t>(std::vector<std::uint8_t>(32, 7)));
    }

    [[nodiscard]] fs::path data() const { return m_folder.path() / "data"; }

    [[nodiscard]] fs::path file() const { return data() / kLockdownFile; }

    [[nodiscard]] PolicyMemory memory() const { return {file(), secret()}; }

    void reopen()
    {
        log.reset();
        auto opened = openLog(data(), secret(), api::Durability::Standard, m_clock);
        ASSERT_TRUE(opened) << opened.error().message;
        log = std::move(*opened);
    }

    [[nodiscard]] SeenPolicy seen()
    {
        const auto found = memory().load(*log);
        EXPECT_TRUE(found) << (found ? "" : found.error().message);
        return found ? *found : SeenPolicy();
    }

    LoadedPolicy
    policyOf(int version, const std::string& locked = "{}", const std::string& more = {})
    {
        const std::string text = PolicyFolder::text(version, locked, more);
        return openPolicy(
                   text, m_policies.key.sign(text).value(), m_policies.key.publicPem().value())
            .value();
    }

    void record(const LoadedPolicy& policy)
    {
        ASSERT_TRUE(audit::test::appendTo(*log, policyRecord(policy, seen())));
    }

    [[nodiscard]] ErrorCode judged(const MaybePolicy& policy, const SeenPolicy& before)
    {
        const auto good = judgePolicy(policy, before, m_clock.wallNow());
        return good ? ErrorCode::Internal : good.error().code;
    }

    portcullis::test::TempFolder m_folder;
    portcullis::test::ManualClock m_clock;
    PolicyFolder m_policies;
    std::unique_ptr<audit::AuditLog> log; // closed before all that it needs goes
};

constexpr auto kGood = ErrorCode::Internal;
constexpr auto kRefused = ErrorCode::PermissionDenied;

TEST_F(PolicyMemoryTest, KnowsNoneInTheBeginning)
{
    EXPECT_EQ(seen(), SeenPolicy());
    EXPECT_EQ(judged(std::nullopt, seen()), kGood);
    EXPECT_EQ(judged(policyOf(1), seen()), kGood);
}

TEST_F(PolicyMemoryTest, FindsTheRecordOfWhoWasKilledBeforeItWasSaved)
{
    const LoadedPolicy policy = policyOf(7);
    record(policy);
    reopen();
    EXPECT_EQ(seen(), (SeenPolicy{7, policy.hash, false}));
    ASSERT_TRUE(memory().save(seen(), log->recordCount()));
    EXPECT_EQ(seen(), (SeenPolicy{7, policy.hash, false}));
}

TEST_F(PolicyMemoryTest, AnOlderCopyOfItsFileForgetsNothing)
{
    record(policyOf(2));
    ASSERT_TRUE(memory().save(seen(), log->recordCount()));
    const fs::path copy = m_folder.path() / "copy";
    fs::copy_file(file(), copy);
    record(policyOf(3));
    ASSERT_TRUE(memory().save(seen(), log->recordCount()));
    fs::copy_file(copy, file(), fs::copy_options::overwrite_existing);
    EXPECT_EQ(seen().version, 3U);
    fs::remove(file());
    EXPECT_EQ(seen().version, 3U);
    m_folder.write("data/" + std::string(kLockdownFile), "damaged");
    EXPECT_EQ(seen().version, 3U);
}

TEST_F(PolicyMemoryTest, WhatItsFileKnowsOutlivesAnotherLog)
{
    record(policyOf(5));
    ASSERT_TRUE(memory().save(seen(), 1'000'000));
    EXPECT_EQ(seen().version, 5U) << "a log that was cut is read as a whole";
}

TEST_F(PolicyMemoryTest, OtherChangesAreNoPolicies)
{
    audit::ConfigurationChanged change;
    change.change = "secret.set";
    change.subject = R"(x","change":"policy.load)";
    ASSERT_TRUE(audit::test::appendTo(*log, change));
    change.change = "policy.refuse";
    change.subject = "version 99 of nobody";
    ASSERT_TRUE(audit::test::appendTo(*log, change));
    EXPECT_EQ(seen(), SeenPolicy());
}

TEST_F(PolicyMemoryTest, OlderOnesAreRefused)
{
    const LoadedPolicy before = policyOf(7);
    record(before);
    EXPECT_EQ(judged(policyOf(6), seen()), kRefused);
    EXPECT_EQ(judged(before, seen()), kGood);
    EXPECT_EQ(judged(policyOf(7, R"({"fixed":{}})"), seen()), kRefused)
        << "another of that version";
    EXPECT_EQ(judged(policyOf(8), seen()), kGood);
    EXPECT_EQ(judged(std::nullopt, seen()), kRefused) << "gone";
}

TEST_F(PolicyMemoryTest, OnlyAReleasedOneMayGo)
{
    record(policyOf(7));
    record(policyOf(8, ""));
    EXPECT_TRUE(seen().released);
    EXPECT_EQ(judged(std::nullopt, seen()), kGood);
    EXPECT_EQ(judged(policyOf(7), seen()), kRefused) << "the old one does not come back";
    record(policyOf(9));
    EXPECT_EQ(judged(std::nullopt, seen()), kRefused);
}

TEST_F(PolicyMemoryTest, ItsTimeEnds)
{
    const LoadedPolicy policy = policyOf(1, "{}", R"(,"expires":"2026-11-22T10:30:00Z")");
    EXPECT_EQ(judged(policy, seen()), kGood);
    m_clock.advance(std::chrono::hours(1));
    EXPECT_EQ(judged(policy, seen()), kRefused);
    EXPECT_FALSE(judgeExpiry(*policy.lockdown, m_clock.wallNow()));
}

} // namespace
} // namespace portcullis::engine
