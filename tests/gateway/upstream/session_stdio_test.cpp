#include "tests/gateway/upstream/harness.h"

namespace portcullis::upstream::test {

TEST(SessionStdio, ShakesHandsListsAndCalls)
{
    Loop loop;
    Upstream upstream(loop);
    ASSERT_TRUE(upstream.start());
    const api::ServerStatus status = upstream.server().status();
    EXPECT_EQ(status.state, api::ServerState::Ready);
    EXPECT_EQ(status.revision, "2025-11-25");
    EXPECT_EQ(status.serverName, "test");
    EXPECT_EQ(status.tools, upstream.server().tools().size());
    EXPECT_EQ(upstream.text("echo", R"({"n":1e400})"), R"({"n":1e400})");
    loop.await(upstream.server().stop());
    EXPECT_EQ(upstream.server().status().state, api::ServerState::Idle);
}

} // namespace portcullis::upstream::test
