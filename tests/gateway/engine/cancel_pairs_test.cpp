#include "tests/gateway/engine/era_client.h"

#include <tuple>

// How a client gives up a call and how its server learns it, in every pair of eras (D.1 rows 13 to
// 15, D-30 to D-32).
namespace portcullis::test {
namespace {

constexpr const char* kServers[] = {"a", "b", "c"};

class CancelPairs : public testing::TestWithParam<std::tuple<Era, Era>>
{
protected:
    CancelPairs()
    {
        for (const std::string server : kServers) {
            std::vector<std::string> options{"called=" + file(server, "called").string(),
                                             "cancelled=" + file(server, "cancelled").string()};
            if (std::get<1>(GetParam()) == Era::Stateless) {
                options.emplace_back("era=stateless");
            }
            harness.addServer(server, options);
        }
        harness.start();
        harness.open();
        key = harness.makeKey({"a:*", "b:*", "c:*"});
        for (const std::string server : kServers) {
            awaitTools(harness, key, server + "__hang");
        }
    }

    [[nodiscard]] std::filesystem::path file(const std::string& server,
                                             const std::string& what) const
    {
        return harness.folder.path() / (server + "." + what);
    }

    GatewayHarness harness;
    GatewayHarness::Key key;
};

TEST_P(CancelPairs, ReachesTheOneServerThatIsCalled)
{
    const EraClient client(harness, key, std::get<0>(GetParam()));
    RawClient given(harness.port());
    RawClient kept(harness.port());
    client.begin(given, "b__hang", "{}", "7");
    client.begin(kept, "c__hang", "{}", "8");
    ASSERT_TRUE(GatewayHarness::eventually([&] {
        return linesOf(file("b", "called")).size() + linesOf(file("c", "called")).size() == 2;
    }));
    if (client.stateless()) {
        given.close();
    } else {
        EXPECT_EQ(
            client.notify(
                R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":7}})"),
            202U);
        EXPECT_TRUE(given.readUntil("\r\n0\r\n"));                       // the stream ends …
        EXPECT_EQ(given.received().find("\"id\":7"), std::string::npos); // … without an answer
    }
    ASSERT_TRUE(
        GatewayHarness::eventually([&] { return !linesOf(file("b", "cancelled")).empty(); }));
    EXPECT_EQ(linesOf(file("b", "cancelled")), linesOf(file("b", "called"))); // in its own ids
    EXPECT_TRUE(linesOf(file("a", "cancelled")).empty());
    EXPECT_TRUE(linesOf(file("c", "cancelled")).empty());
    EXPECT_TRUE(GatewayHarness::eventually([&] { return harness.status().inFlight == 1; }));
}

TEST_P(CancelPairs, ProgressComesUnderTheClientsToken)
{
    const EraClient client(harness, key, std::get<0>(GetParam()));
    for (const std::string token : {"\"tok\"", "5"}) {
        const HttpReply reply = client.call("a__progress", "{}", R"("progressToken":)" + token);
        EXPECT_EQ(countIn(reply.body, R"("progressToken":)" + token + ","), 3U) << reply.body;
        EXPECT_EQ(countIn(reply.body, "progressToken"), 3U) << reply.body;
        EXPECT_NE(reply.json().find("done"), std::string::npos) << reply.body;
    }
    EXPECT_EQ(client.call("a__progress").body.find("notifications/progress"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Eras,
                         CancelPairs,
                         testing::Combine(testing::Values(Era::Session, Era::Stateless),
                                          testing::Values(Era::Session, Era::Stateless)));

} // namespace
} // namespace portcullis::test
