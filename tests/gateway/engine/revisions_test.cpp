#include "gateway/engine/config_history.h"
#include "gateway/engine/config_store.h"
#include "tests/gateway/engine/running_gateway.h"

#include <gmock/gmock.h>

#include <fstream>

// The history of the configuration through a whole gateway.
namespace portcullis::engine {
namespace {

using testing::HasSubstr;

class RevisionsTest : public test::RunningGateway
{
protected:
    RevisionsTest()
    {
        harness.addServer("fx");
        run();
    }

    [[nodiscard]] std::uint64_t current() const
    {
        const auto config = test::GatewayHarness::wait<api::ConfigPtr>(
            [&](auto done) { harness.gateway->config(done); });
        return config ? (*config)->revision : 0;
    }

    [[nodiscard]] Result<api::RevisionPage> revisions() const
    {
        return test::GatewayHarness::wait<api::RevisionPage>(
            [&](auto done) { harness.gateway->revisions({}, done); });
    }

    [[nodiscard]] Result<api::RevisionState> revision(std::uint64_t number) const
    {
        return test::GatewayHarness::wait<api::RevisionState>(
            [&](auto done) { harness.gateway->revision(number, done); });
    }

    // The body of the newest record that says this.
    [[nodiscard]] std::string recordWith(const std::string& text) const
    {
        for (auto n = static_cast<std::int64_t>(harness.status().auditRecords); n-- > 0;) {
            const auto details = test::GatewayHarness::wait<api::CallDetails>(
                [&](auto done) { harness.gateway->callDetails(n, done); });
            const std::string body = details ? details->intentBody + details->outcomeBody : "";
            if (body.find(text) != std::string::npos) {
                return body;
            }
        }
        return {};
    }

    [[nodiscard]] std::filesystem::path data() const { return harness.folder.path() / "data"; }
};

TEST_F(RevisionsTest, EveryChangeIsKeptWithTheHashOfItsRecord)
{
    const auto key = harness.makeKey({"fx:*"});
    const auto page = revisions();
    ASSERT_TRUE(page) << page.error().message;
    ASSERT_FALSE(page->revisions.empty());
    const api::Revision& newest = page->revisions.front();
    EXPECT_EQ(newest.revision, current());
    EXPECT_EQ(newest.by, "gui");
    EXPECT_EQ(newest.change, "key.add");
    EXPECT_EQ(newest.subject, key.id.str());
    EXPECT_THAT(recordWith(R"("change":"key.add")"), HasSubstr(newest.hash));
}

TEST_F(RevisionsTest, ARemovedKeyWorksAgainAfterAnUndo)
{
    const auto key = harness.makeKey({"fx:*"});
    ASSERT_TRUE(harness.apply(api::RemoveKey{key.id}));
    EXPECT_EQ(harness.post(key, test::kListTools).status, 401U);
    const std::uint64_t removal = current();
    const auto preview = test::GatewayHarness::wait<api::ConfigPtr>(
        [&](auto done) { harness.gateway->undone(removal, done); });
    ASSERT_TRUE(preview) << preview.error().message;
    EXPECT_EQ((*preview)->keys.size(), 1U);
    EXPECT_EQ(current(), removal) << "looking changes nothing";
    const auto undone = harness.apply(api::UndoRevision{removal, removal});
    ASSERT_TRUE(undone) << undone.error().message;
    EXPECT_EQ((*undone)->keys, (*preview)->keys);
    EXPECT_NE(harness.post(key, test::kListTools).status, 401U);
    const std::string record = recordWith(R"("change":"config.undo")");
    EXPECT_THAT(record, HasSubstr(R"("subject":")" + std::to_string(removal) + "\""));
}

TEST_F(RevisionsTest, AStateIsRestoredAndOutlivesAStart)
{
    const std::uint64_t then = current();
    const auto key = harness.makeKey({"fx:*"});
    ASSERT_TRUE(harness.apply(api::RestoreRevision{then, current()}));
    EXPECT_EQ(harness.post(key, test::kListTools).status, 401U);
    const std::uint64_t restored = current();
    harness.stop();
    run();
    EXPECT_EQ(current(), restored);
    EXPECT_EQ(revision(restored)->revision.change, "config.restore");
}

TEST_F(RevisionsTest, AChangeThatCannotBeKeptIsNotMade)
{
    const std::uint64_t before = current();
    std::filesystem::remove_all(data() / "history");
    std::ofstream(data() / "history") << "in the way";
    const auto refused = harness.apply(api::RemoveServer{ServerId("fx")});
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().message, HasSubstr("what the configuration was cannot be kept"));
    EXPECT_EQ(current(), before);
    EXPECT_EQ(ConfigStore(data()).load()->revision, before);
    std::filesystem::remove(data() / "history");
    EXPECT_TRUE(harness.apply(api::RemoveServer{ServerId("fx")})) << "once that is gone";
    EXPECT_EQ(revisions()->revisions.size(), 2U) << "what it was made from is kept with it";
}

TEST_F(RevisionsTest, AFileThatWasEditedIsRecordedAsARevision)
{
    const std::uint64_t before = current();
    const std::string hash = revision(before)->revision.hash;
    harness.stop();
    auto edited = ConfigStore(data()).load();
    ASSERT_TRUE(edited);
    edited->settings.receipts = false;
    ASSERT_TRUE(ConfigStore(data()).save(*edited));
    run();
    EXPECT_GT(current(), before);
    const auto found = revision(before + 1);
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_EQ(found->revision.by, "file");
    EXPECT_EQ(found->revision.previous, before);
    EXPECT_FALSE(found->config->settings.receipts);
    const std::string record = recordWith(R"("change":"config.found")");
    EXPECT_THAT(record, HasSubstr(hash));
    EXPECT_THAT(record, HasSubstr(found->revision.hash));
}

TEST_F(RevisionsTest, TheEntryOfAChangeThatWasNotMadeGoesAtTheNextStart)
{
    const std::uint64_t before = current();
    harness.stop();
    const ConfigHistory history(data(), harness.clock);
    auto next = ConfigStore(data()).load();
    ASSERT_TRUE(next);
    ++next->revision;
    ASSERT_TRUE(history.add(before, *next, {}));
    run();
    EXPECT_EQ(current(), before);
    EXPECT_EQ(revision(before + 1).error().code, ErrorCode::NotFound);
}

} // namespace
} // namespace portcullis::engine
