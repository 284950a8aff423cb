#include "gateway/api/config_json.h"
#include "gateway/base/atomic_file.h"
#include "gateway/engine/config_entry.h"
#include "gateway/engine/config_history.h"
#include "gateway/engine/config_store.h"
#include "tests/gateway/api/sample_config.h"
#include "tests/support/manual_clock.h"
#include "tests/support/temp_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

namespace portcullis::engine {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// A history that grows as a gateway would have it grow.
class ConfigHistoryTest : public testing::Test
{
protected:
    ConfigHistoryTest() { EXPECT_TRUE(m_history.ensure(m_current)); }

    void make(const api::ConfigChange& change, const char* by = "ctl")
    {
        const auto resolved = m_history.resolve(change, m_current);
        ASSERT_TRUE(resolved) << resolved.error().message;
        auto next = api::applyChange(m_current, *resolved);
        ASSERT_TRUE(next) << next.error().message;
        audit::ConfigurationChanged record;
        record.change = api::changeName(change);
        record.subject = api::changeSubject(change);
        record.by = by;
        ASSERT_TRUE(m_history.add(m_current.revision, *next, record));
        m_current = std::move(*next);
        m_clock.advance(std::chrono::seconds(1));
    }

    void addServer(const char* id) { make(api::AddServer{api::test::stdioServer(id)}); }

    void setPort(std::uint16_t port)
    {
        api::Settings settings = m_current.settings;
        settings.listenPort = port;
        make(api::UpdateSettings{settings});
    }

    [[nodiscard]] std::filesystem::path file(std::uint64_t revision) const
    {
        std::string digits = std::to_string(revision);
        digits.insert(0, 20 - digits.size(), '0');
        return m_folder.file("history") / (digits + ".revision");
    }

    [[nodiscard]] std::vector<std::uint64_t> kept(const ConfigHistory& history) const
    {
        std::vector<std::uint64_t> numbers;
        const api::RevisionPage page = history.revisions({}).value();
        for (const api::Revision& one : page.revisions) {
            numbers.push_back(one.revision);
        }
        return numbers;
    }

    test::TempFolder m_folder;
    test::ManualClock m_clock;
    ConfigHistory m_history{m_folder.path(), m_clock};
    api::GatewayConfig m_current;
};

TEST_F(ConfigHistoryTest, KeepsWhoChangedWhatAndWhatItWasAfterwards)
{
    const WallTime then = m_clock.wallNow();
    addServer("fx");
    const auto state = m_history.revision(1);
    ASSERT_TRUE(state) << state.error().message;
    EXPECT_EQ(state->revision.previous, 0U);
    EXPECT_EQ(state->revision.by, "ctl");
    EXPECT_EQ(state->revision.change, "server.add");
    EXPECT_EQ(state->revision.subject, "fx");
    EXPECT_EQ(state->revision.time, then);
    EXPECT_NE(state->revision.user, "");
    EXPECT_EQ(state->revision.hash, configHash(m_current)); // as in the record
    EXPECT_EQ(*state->config, m_current);
}

TEST_F(ConfigHistoryTest, IsForItsOwnerAlone)
{
    struct stat info = {};
    ASSERT_EQ(::stat(m_folder.file("history").c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777U, 0700U);
    ASSERT_EQ(::stat(file(0).c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777U, 0600U);
}

TEST_F(ConfigHistoryTest, ListsTheNewestFirstPageByPage)
{
    addServer("fx");
    setPort(9000);
    const auto first = m_history.revisions({std::nullopt, 2});
    ASSERT_TRUE(first);
    ASSERT_EQ(first->revisions.size(), 2U);
    EXPECT_EQ(first->revisions[0].revision, 2U);
    EXPECT_TRUE(first->more);
    const auto second = m_history.revisions({first->revisions[1].revision, 2});
    ASSERT_TRUE(second);
    ASSERT_EQ(second->revisions.size(), 1U);
    EXPECT_EQ(second->revisions[0].change, api::kConfigFound);
    EXPECT_FALSE(second->more);
}

TEST_F(ConfigHistoryTest, LetsTheOldestGoAndKeepsTheLastTwo)
{
    const ConfigHistory three(m_folder.path(), m_clock, {3, 64 * 1024 * 1024});
    const ConfigHistory tiny(m_folder.path(), m_clock, {1000, 1});
    for (std::uint16_t port = 9000; port < 9005; ++port) {
        setPort(port);
    }
    audit::ConfigurationChanged record;
    ASSERT_TRUE(three.add(m_current.revision, m_current, record));
    EXPECT_THAT(kept(three), ElementsAre(5, 4, 3));
    EXPECT_EQ(m_history.revision(1).error().code, ErrorCode::NotFound);
    ASSERT_TRUE(tiny.add(m_current.revision, m_current, record));
    EXPECT_THAT(kept(tiny), ElementsAre(5, 4));
}

TEST_F(ConfigHistoryTest, ADamagedEntryIsNamedAndTheOthersStay)
{
    addServer("fx");
    setPort(9000);
    std::string text = readWholeFile(file(1), 1 << 20).value();
    text[text.size() - 10] ^= 1;
    ASSERT_TRUE(writeFileAtomically(file(1), text));
    const auto page = m_history.revisions({});
    ASSERT_TRUE(page);
    EXPECT_THAT(page->revisions[1].damage, HasSubstr("revision 1 is damaged"));
    EXPECT_EQ(page->revisions[0].damage, "");
    EXPECT_EQ(m_history.revision(1).error().code, ErrorCode::Corrupt);
    EXPECT_EQ(m_history.undone(1, m_current).error().code, ErrorCode::Corrupt);
    EXPECT_TRUE(m_history.revision(2));
}

TEST_F(ConfigHistoryTest, AnEntryUnderAnotherNumberIsDamaged)
{
    addServer("fx");
    setPort(9000);
    std::filesystem::copy_file(file(1), file(2), std::filesystem::copy_options::overwrite_existing);
    EXPECT_EQ(m_history.revision(2).error().code, ErrorCode::Corrupt);
}

// Its checksum is right, but its hash is not the one of the record.
TEST_F(ConfigHistoryTest, AConfigurationWithAnotherHashIsDamaged)
{
    api::Revision revision;
    revision.revision = 0;
    revision.hash = std::string(64, 'a');
    ASSERT_TRUE(writeFileAtomically(file(0), formatEntry(revision, api::formatConfig(m_current))));
    EXPECT_EQ(m_history.revision(0).error().code, ErrorCode::Corrupt);
}

TEST_F(ConfigHistoryTest, AnotherVersionIsSaidToBeOne)
{
    ASSERT_TRUE(writeFileAtomically(file(0), std::string_view("portcullis-revision 2 ab\n{}\n")));
    EXPECT_EQ(m_history.revision(0).error().code, ErrorCode::Unsupported);
}

TEST_F(ConfigHistoryTest, WhatCannotBeKeptIsRefused)
{
    const test::TempFolder other;
    static_cast<void>(other.write("history", "in the way"));
    const ConfigHistory history(other.path(), m_clock);
    const auto kept = history.add(0, m_current, {});
    ASSERT_FALSE(kept);
    EXPECT_THAT(kept.error().message, HasSubstr("The change was not made"));
}

TEST_F(ConfigHistoryTest, UndoesOneChangeAndCanUndoThat)
{
    addServer("fx");
    setPort(9000);
    make(api::UndoRevision{1, m_current.revision});
    EXPECT_TRUE(m_current.servers.empty());
    EXPECT_EQ(m_current.settings.listenPort, 9000);
    EXPECT_EQ(m_current.revision, 3U);
    EXPECT_EQ(m_history.revision(3)->revision.subject, "1");
    make(api::UndoRevision{3, m_current.revision});
    EXPECT_EQ(m_current.servers.size(), 1U);
}

TEST_F(ConfigHistoryTest, NamesTheRevisionAndThePlaceInTheWay)
{
    setPort(9000);
    addServer("fx");
    setPort(9001);
    addServer("gx");
    const auto refused = m_history.undone(1, m_current);
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().message,
                testing::AllOf(HasSubstr("revision 3"),
                               HasSubstr("settings › address"),
                               HasSubstr("restore the state of revision 0")));
}

TEST_F(ConfigHistoryTest, RestoresAWholeState)
{
    addServer("fx");
    const api::GatewayConfig then = m_current;
    setPort(9000);
    addServer("gx");
    make(api::RestoreRevision{1, m_current.revision});
    EXPECT_EQ(m_current.servers, then.servers);
    EXPECT_EQ(m_current.settings, then.settings);
    EXPECT_EQ(m_current.revision, 4U);
    const auto again = m_history.resolve(api::RestoreRevision{1, 4}, m_current);
    EXPECT_EQ(again.error().code, ErrorCode::InvalidArgument) << "nothing would change";
}

TEST_F(ConfigHistoryTest, WhoSawAnotherRevisionLooksAgain)
{
    addServer("fx");
    setPort(9000);
    for (const api::ConfigChange& change : {api::ConfigChange(api::UndoRevision{2, 1}),
                                            api::ConfigChange(api::RestoreRevision{0, 1})}) {
        const auto refused = m_history.resolve(change, m_current);
        ASSERT_FALSE(refused);
        EXPECT_THAT(refused.error().message, HasSubstr("look again"));
    }
}

TEST_F(ConfigHistoryTest, AChangeOfAnotherKindStaysItself)
{
    const api::ConfigChange change = api::RemoveServer{ServerId("fx")};
    EXPECT_EQ(m_history.resolve(change, m_current).value(), change);
}

// The program ended between the entry and the configuration's own file.
TEST_F(ConfigHistoryTest, TheEntryOfAChangeThatWasNotMadeGoes)
{
    addServer("fx");
    const api::GatewayConfig before = m_current;
    addServer("gx");
    const auto settled = m_history.settle(before);
    ASSERT_TRUE(settled) << settled.error().message;
    EXPECT_FALSE(*settled);
    EXPECT_THAT(kept(m_history), ElementsAre(1, 0));
}

TEST_F(ConfigHistoryTest, AnUnfinishedEntryGoes)
{
    const std::filesystem::path part = file(7).string() + ".AbCdEf";
    ASSERT_TRUE(writeFileAtomically(part, std::string_view("half")));
    ASSERT_TRUE(m_history.settle(m_current));
    EXPECT_FALSE(std::filesystem::exists(part));
}

TEST_F(ConfigHistoryTest, AnEditedFileIsARevisionOfItsOwn)
{
    addServer("fx");
    api::GatewayConfig edited = m_current;
    edited.settings.listenPort = 9999;
    const auto settled = m_history.settle(edited);
    ASSERT_TRUE(settled && *settled);
    EXPECT_EQ((*settled)->config.revision, 2U);
    EXPECT_EQ((*settled)->config.settings.listenPort, 9999);
    EXPECT_EQ((*settled)->previous, 1U);
    EXPECT_EQ((*settled)->before, configHash(m_current));
    EXPECT_EQ(*m_history.revision(1)->config, m_current) << "what was there before stays kept";
}

TEST_F(ConfigHistoryTest, AnOlderFileIsARevisionAfterTheNewest)
{
    const api::GatewayConfig old = m_current;
    addServer("fx");
    addServer("gx");
    const auto settled = m_history.settle(old);
    ASSERT_TRUE(settled && *settled);
    EXPECT_EQ((*settled)->config.revision, 3U);
    EXPECT_EQ((*settled)->previous, 2U);
}

TEST_F(ConfigHistoryTest, AFolderWithoutHistoryBeginsOneWithWhatIsThere)
{
    const test::TempFolder other;
    const ConfigHistory history(other.path(), m_clock);
    m_current.revision = 41;
    const auto settled = history.settle(m_current);
    ASSERT_TRUE(settled);
    EXPECT_FALSE(*settled);
    const auto state = history.revision(41);
    ASSERT_TRUE(state);
    EXPECT_EQ(state->revision.previous, std::nullopt);
    EXPECT_EQ(history.undone(41, m_current).error().code, ErrorCode::NotFound);
}

} // namespace
} // namespace portcullis::engine
