#include "tests/gateway/engine/era_client.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

// Progress of servers as clients see it: table D.1 row 13, A-51, D-42.
namespace portcullis::test {
namespace {

class ProgressTest : public testing::Test
{
protected:
    ProgressTest()
    {
        harness.addServer("old", {"talks=1"});
        harness.addServer("new", {"talks=1", "era=stateless"});
        harness.start();
        harness.open();
        key = harness.makeKey({"old:*", "new:*"});
        awaitTools(harness, key, "old__rush");
        awaitTools(harness, key, "new__rush");
    }

    GatewayHarness harness;
    GatewayHarness::Key key;
};

// L↓ M↑: the server counts from one again when it is called with the answers.
TEST_F(ProgressTest, RisesOverTheRoundsThatASessionIsAskedIn)
{
    const EraClient client(harness, key, Era::Session, R"({"roots":{}})");
    RawClient connection(harness.port());
    client.begin(connection, "new__climb", "{}", "7", R"("progressToken":"p")");
    ASSERT_TRUE(connection.readUntil("\"gw-1\"")) << connection.received();
    EXPECT_EQ(client.notify(R"({"jsonrpc":"2.0","id":"gw-1","result":{"roots":[]}})"), 202U);
    ASSERT_TRUE(connection.readUntil("\"id\":7")) << connection.received();
    const std::string& seen = connection.received();
    EXPECT_EQ(countIn(seen, "\"progress\":"), 6U) << seen;
    std::size_t last = 0;
    for (const char* value : {"1,", "2,", "3,", "4}", "5}", "6}"}) { // the totals are of one round
        const std::size_t at = seen.find("\"progress\":" + std::string(value));
        ASSERT_NE(at, std::string::npos) << value << " " << seen;
        EXPECT_GT(at, last) << value;
        last = at;
    }
}

TEST_F(ProgressTest, OfTooManyValuesTheLastComesBeforeTheAnswer)
{
    for (const Era era : {Era::Session, Era::Stateless}) {
        const EraClient client(harness, key, era);
        for (const char* tool : {"old__rush", "new__rush"}) {
            const std::string body = client.call(tool, "{}", R"("progressToken":1)").body;
            EXPECT_LT(countIn(body, "\"progress\":"), 60U) << body;
            const std::size_t last = body.find("\"progress\":100,");
            ASSERT_NE(last, std::string::npos) << body;
            EXPECT_GT(body.find("\"up\""), last) << body;
        }
    }
}

} // namespace
} // namespace portcullis::test
