#include "gateway/api/config_change.h"
#include "gateway/api/wire.h"
#include "tests/gateway/api/sample_config.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace portcullis::api {
namespace {

Revision sampleRevision()
{
    Revision revision;
    revision.revision = 7;
    revision.previous = 5;
    revision.time = fromMicros(1'790'000'000'000'001);
    revision.by = "ctl";
    revision.user = "ada/1000";
    revision.change = "key.allow";
    revision.subject = "vk_1";
    revision.hash = "ab";
    return revision;
}

TEST(WireHistory, RevisionsReadBack)
{
    Revision damaged;
    damaged.revision = 3;
    damaged.damage = "It is damaged.";
    const RevisionPage page{{sampleRevision(), damaged}, true};
    EXPECT_EQ(revisionPageFromJson(toJson(page)).value(), page);
    const RevisionQuery query{9, 12};
    EXPECT_EQ(revisionQueryFromJson(toJson(query)).value(), query);
    EXPECT_EQ(revisionQueryFromJson(toJson(RevisionQuery{})).value(), RevisionQuery{});
}

TEST(WireHistory, AStateReadsBackWithItsConfiguration)
{
    GatewayConfig config;
    config.servers = {test::stdioServer("fx")};
    const RevisionState state{sampleRevision(), std::make_shared<const GatewayConfig>(config)};
    const auto read = revisionStateFromJson(toJson(state));
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->revision, state.revision);
    EXPECT_EQ(*read->config, config);
    auto broken = toJson(state);
    broken["config"]["servers"][0]["comand"] = "x";
    EXPECT_FALSE(revisionStateFromJson(broken));
}

// What is not understood could have been another revision.
TEST(WireHistory, AQueryThatSaysMoreIsRefused)
{
    auto query = toJson(RevisionQuery{});
    query["after"] = 3;
    EXPECT_FALSE(revisionQueryFromJson(query));
}

TEST(WireHistory, AChangeSaysWhatItsAuthorSaw)
{
    for (const ConfigChange& change :
         {ConfigChange(UndoRevision{7, 12}), ConfigChange(RestoreRevision{6, 12})}) {
        EXPECT_EQ(changeFromJson(toJson(change)).value(), change);
        auto blind = toJson(change);
        blind.erase("seen");
        EXPECT_FALSE(changeFromJson(blind));
        EXPECT_EQ(changeSubject(change),
                  change.index() == ConfigChange(UndoRevision{}).index() ? "7" : "6");
        EXPECT_EQ(applyChange(GatewayConfig{}, change).error().code, ErrorCode::Unsupported);
    }
    EXPECT_STREQ(changeName(UndoRevision{}), "config.undo");
    EXPECT_STREQ(changeName(RestoreRevision{}), "config.restore");
}

} // namespace
} // namespace portcullis::api
