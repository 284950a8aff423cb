#include "tests/gateway/engine/gateway_harness.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <optional>
#include <string>

namespace portcullis::test {
namespace {

constexpr const char* kInitialize =
    R"({"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25",)"
    R"("capabilities":{"roots":{}},"clientInfo":{"name":"old-client","version":"1"}}})";
constexpr const char* kInitialized = R"({"jsonrpc":"2.0","method":"notifications/initialized"})";
constexpr const char* kEnd = "\r\n0\r\n\r\n"; // of a stream's body
constexpr const char* kPing = R"({"jsonrpc":"2.0","id":"p","method":"ping"})";

Fields streamFields(const GatewayHarness::Key& key)
{
    return {{"Host", "localhost"},
            {"Authorization", "Bearer " + key.secret},
            {"Accept", "text/event-stream"}};
}

void offerSse(const GatewayHarness& harness, bool offered = true)
{
    const auto config = GatewayHarness::wait<api::ConfigPtr>(
        [&harness](auto done) { harness.gateway->config(std::move(done)); });
    ASSERT_TRUE(config);
    api::Settings settings = (*config)->settings;
    settings.offerSse = offered;
    ASSERT_TRUE(harness.apply(api::UpdateSettings{settings}));
}

// A client of HTTP+SSE: its stream, and where its messages go.
class SseClient
{
public:
    SseClient(const GatewayHarness& harness,
              GatewayHarness::Key key,
              const std::string& path = "/sse")
        : stream(harness.port())
        , m_harness(harness)
        , m_key(std::move(key))
    {
        stream.send(requestText("GET", path, streamFields(m_key), {}));
        const std::string before = "event: endpoint\ndata: ";
        if (stream.readUntil("\n\n") && stream.readUntil(before) && stream.readUntil("\n\n\r\n")) {
            const std::size_t begin = stream.received().find(before) + before.size();
            target = stream.received().substr(begin, stream.received().find('\n', begin) - begin);
        }
    }

    [[nodiscard]] HttpReply post(const std::string& body) const
    {
        // Without an Accept that would admit an answer, as old clients do.
        return m_harness.send("POST",
                              target,
                              {{"Host", "localhost"},
                               {"Authorization", "Bearer " + m_key.secret},
                               {"Content-Type", "application/json"}},
                              body);
    }

    // POSTs, and waits for this text on the stream.
    [[nodiscard]] bool answers(const std::string& body, const std::string& text)
    {
        return post(body).status == 202 && stream.readUntil(text);
    }

    [[nodiscard]] bool initialize()
    {
        return answers(kInitialize, R"("protocolVersion":"2024-11-05")") &&
               post(kInitialized).status == 202;
    }

    RawClient stream;
    std::string target;

private:
    const GatewayHarness& m_harness;
    GatewayHarness::Key m_key;
};

class SseEndpointTest : public testing::Test
{
protected:
    void SetUp() override
    {
        harness.addServer("fx", {"roots=" + roots.string()});
        harness.addServer("other");
        harness.start();
        ASSERT_NE(harness.gateway, nullptr);
        harness.open();
        key = harness.makeKey({"fx:*"});
    }

    [[nodiscard]] bool heardOfRoots() const { return std::filesystem::exists(roots); }

    GatewayHarness harness;
    std::filesystem::path roots = harness.folder.file("roots");
    GatewayHarness::Key key;
};

} // namespace

// C-73, G-10
TEST_F(SseEndpointTest, DoesNotExistUntilItIsOffered)
{
    const HttpReply unknown = harness.send("GET", "/nowhere", streamFields(key));
    for (const char* path : {"/sse", "/sse/fx", "/sse?sessionId=x"}) {
        for (const char* method : {"GET", "POST", "DELETE"}) {
            const HttpReply reply = harness.send(method, path, streamFields(key));
            EXPECT_EQ(reply.status, 404U) << method << " " << path;
            EXPECT_EQ(reply.body, unknown.body);
        }
    }
}

TEST_F(SseEndpointTest, ServesAClientOf2024)
{
    offerSse(harness);
    SseClient client(harness, key);
    ASSERT_TRUE(client.target.starts_with("/sse?sessionId=")) << client.stream.received();
    EXPECT_NE(client.stream.received().find("Content-Type: text/event-stream"), std::string::npos);
    ASSERT_TRUE(client.initialize());
    EXPECT_TRUE(client.answers(kPing, R"({"jsonrpc":"2.0","id":"p","result":{}})"));
    EXPECT_TRUE(client.answers(R"({"jsonrpc":"2.0","id":2,"method":"tools/list"})", "fx__echo"));
    EXPECT_EQ(client.stream.received().find("other__echo"), std::string::npos);
    EXPECT_TRUE(client.answers(callText("fx__echo", R"({"a":1.0})", "3"), R"("id":3,"result")"));
    EXPECT_NE(client.stream.received().find("event: message\ndata: "), std::string::npos);
    const api::ActivityPage activity = harness.activity();
    ASSERT_FALSE(activity.rows.empty());
    EXPECT_EQ(activity.rows.front().client, "old-client 1");
}

TEST_F(SseEndpointTest, HasAProfileOfOneServer)
{
    offerSse(harness);
    SseClient client(harness, key, "/sse/fx");
    ASSERT_TRUE(client.target.starts_with("/sse/fx?sessionId="));
    ASSERT_TRUE(client.initialize());
    EXPECT_TRUE(client.answers(callText("echo", "{}", "3"), R"("id":3,"result")"));
    EXPECT_EQ(harness.send("GET", "/sse/other", streamFields(key)).status, 404U) << "not its own";
    const std::string elsewhere = "/sse" + client.target.substr(client.target.find('?'));
    EXPECT_EQ(harness.post(key, kPing, {}, elsewhere).status, 404U) << "a session has one profile";
}

TEST_F(SseEndpointTest, HasTheGatesOfTheEndpoint)
{
    offerSse(harness);
    const Fields stranger{{"Host", "localhost"}, {"Accept", "text/event-stream"}};
    const HttpReply unknown = harness.send("GET", "/sse", stranger);
    EXPECT_EQ(unknown.status, 401U);
    EXPECT_EQ(unknown.headers.at("www-authenticate"), "Bearer");
    Fields fields = streamFields(key);
    EXPECT_EQ(harness.send("GET", "/sse?token=" + key.secret, fields).status, 400U);
    EXPECT_EQ(harness.send("DELETE", "/sse", fields).status, 405U);
    fields[2].second = "application/json";
    EXPECT_EQ(harness.send("GET", "/sse", fields).status, 406U);
    fields[0].second = "evil.example";
    EXPECT_EQ(harness.send("GET", "/sse", fields).status, 403U);
    fields = streamFields(key);
    fields.emplace_back("Origin", "http://evil.example");
    EXPECT_EQ(harness.send("GET", "/sse", fields).status, 403U);
}

// A-36: the address is no secret that is enough by itself.
TEST_F(SseEndpointTest, TakesMessagesWithTheKeyOfTheStreamOnly)
{
    offerSse(harness);
    SseClient client(harness, key);
    ASSERT_TRUE(client.initialize());
    const Fields json{{"Host", "localhost"}, {"Content-Type", "application/json"}};
    EXPECT_EQ(harness.send("POST", client.target, json, kPing).status, 401U);
    const auto second = harness.makeKey({"fx:*"});
    EXPECT_EQ(harness.post(second, kPing, {}, client.target).status, 404U);
    EXPECT_EQ(harness.post(key, kPing, {}, "/sse").status, 400U);
    EXPECT_EQ(harness.post(key, kPing, {}, client.target + "&x=1").status, 400U);
    std::string other = client.target;
    other.back() = other.back() == 'A' ? 'B' : 'A';
    EXPECT_EQ(harness.post(key, kPing, {}, other).status, 404U);
    const std::string id = client.target.substr(client.target.find('=') + 1);
    EXPECT_EQ(harness.post(key, kPing, {{"Mcp-Session-Id", id}}).status, 404U)
        << "it is no session of /mcp";
}

TEST_F(SseEndpointTest, AnswersWhatIsNoMessageOnThePost)
{
    offerSse(harness);
    SseClient client(harness, key);
    EXPECT_TRUE(
        client.answers(R"({"jsonrpc":"2.0","id":9,"method":"tools/list"})", R"("id":9,"error")"))
        << "before initialize";
    ASSERT_TRUE(client.initialize());
    EXPECT_EQ(client.post("{").status, 400U);
    EXPECT_EQ(client.post(R"({"jsonrpc":"2.0","id":1.5,"method":"ping"})").status, 400U);
    EXPECT_EQ(client.post(R"({"jsonrpc":"2.0","id":"gw-1","result":{}})").status, 400U);
    const std::string stateless =
        R"({"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":{)"
        R"("io.modelcontextprotocol/protocolVersion":"2026-07-28",)"
        R"("io.modelcontextprotocol/clientCapabilities":{}}}})";
    EXPECT_EQ(client.post(stateless).status, 400U);
    EXPECT_TRUE(client.answers(kInitialize, "initialized already"));
    EXPECT_TRUE(client.answers("[" + std::string(kPing) + "," + kInitialized + "]",
                               R"([{"jsonrpc":"2.0","id":"p","result":{}}])"));
}

TEST_F(SseEndpointTest, AsksTheClientOnTheStream)
{
    offerSse(harness);
    SseClient client(harness, key);
    ASSERT_TRUE(client.initialize());
    ASSERT_TRUE(client.answers(callText("fx__ask", "{}", "4"), R"("method":"roots/list")"));
    ASSERT_TRUE(client.stream.readUntil(R"("id":"gw-1")"));
    EXPECT_EQ(
        client.post(R"({"jsonrpc":"2.0","id":"gw-1","result":{"roots":[{"uri":"file:///case"}]}})")
            .status,
        202U);
    EXPECT_TRUE(client.stream.readUntil(R"("id":4,"result")"));
    EXPECT_NE(client.stream.received().find("file:///case"), std::string::npos);
}

// A-77
TEST_F(SseEndpointTest, ChangedRootsReachTheServerThatWasGivenTheOldOnes)
{
    offerSse(harness);
    const std::string changed = R"({"jsonrpc":"2.0","method":"notifications/roots/list_changed"})";
    SseClient client(harness, key);
    ASSERT_TRUE(client.initialize());
    EXPECT_EQ(client.post(changed).status, 202U);
    ASSERT_TRUE(client.answers(callText("fx__ask", "{}", "4"), R"("id":"gw-1")"));
    EXPECT_FALSE(heardOfRoots());
    EXPECT_EQ(client.post(R"({"jsonrpc":"2.0","id":"gw-1","result":{"roots":[]}})").status, 202U);
    ASSERT_TRUE(client.stream.readUntil(R"("id":4,"result")"));
    EXPECT_EQ(client.post(changed).status, 202U);
    EXPECT_TRUE(GatewayHarness::eventually([this] { return heardOfRoots(); }));
}

TEST_F(SseEndpointTest, EndsTheSessionAndItsCallsWithTheStream)
{
    offerSse(harness);
    std::optional<SseClient> client(std::in_place, harness, key);
    ASSERT_TRUE(client->initialize());
    ASSERT_EQ(client->post(callText("fx__hang", "{}", "5")).status, 202U);
    ASSERT_TRUE(GatewayHarness::eventually([this] { return harness.status().inFlight == 1; }));
    const std::string target = client->target;
    client->stream.close();
    EXPECT_TRUE(GatewayHarness::eventually([this] { return harness.status().inFlight == 0; }));
    EXPECT_EQ(harness.post(key, kPing, {}, target).status, 404U);
}

TEST_F(SseEndpointTest, EndsWhenItIsNotOfferedAnyMoreOrTheKeyIsGone)
{
    offerSse(harness);
    SseClient first(harness, key);
    ASSERT_TRUE(first.initialize());
    offerSse(harness, false);
    EXPECT_TRUE(first.stream.readUntil(kEnd));
    EXPECT_EQ(first.post(kPing).status, 404U);
    offerSse(harness);
    SseClient second(harness, key);
    ASSERT_TRUE(second.initialize());
    ASSERT_TRUE(harness.apply(api::RemoveKey{key.id}));
    EXPECT_TRUE(second.stream.readUntil(kEnd));
    EXPECT_EQ(second.post(kPing).status, 401U);
}

TEST_F(SseEndpointTest, CountsItsStreamsAmongThoseOfTheKey)
{
    const auto config = GatewayHarness::wait<api::ConfigPtr>(
        [this](auto done) { harness.gateway->config(std::move(done)); });
    api::Settings settings = (*config)->settings;
    settings.offerSse = true;
    settings.limits.streamsPerKey = 1;
    ASSERT_TRUE(harness.apply(api::UpdateSettings{settings}));
    SseClient first(harness, key);
    ASSERT_FALSE(first.target.empty());
    const HttpReply second = harness.send("GET", "/sse", streamFields(key));
    EXPECT_EQ(second.status, 429U);
    EXPECT_TRUE(second.headers.contains("retry-after"));
}

// D-02: HTTP+SSE on both sides, by a gateway before another one.
TEST_F(SseEndpointTest, ReachesAServerOfTheSameTransport)
{
    offerSse(harness);
    GatewayHarness before;
    api::ServerConfig server;
    server.id = ServerId("far");
    server.transport = api::Transport::Sse;
    server.url = "http://127.0.0.1:" + std::to_string(harness.port()) + "/sse/fx";
    server.headers = {{"Authorization", "Bearer " + key.secret}};
    before.addServer(server);
    before.start();
    ASSERT_NE(before.gateway, nullptr);
    before.open();
    offerSse(before);
    const auto own = before.makeKey({"far:*"});
    SseClient client(before, own);
    ASSERT_TRUE(client.initialize());
    EXPECT_TRUE(client.answers(R"({"jsonrpc":"2.0","id":2,"method":"tools/list"})", "far__echo"));
    EXPECT_TRUE(client.answers(callText("far__echo", R"({"a":1.0})", "3"), R"("id":3,"result")"));
    EXPECT_NE(client.stream.received().find("1.0"), std::string::npos);
    ASSERT_TRUE(client.answers(callText("far__ask", "{}", "4"), R"("id":"gw-1")"));
    EXPECT_EQ(client.post(R"({"jsonrpc":"2.0","id":"gw-1","result":{"roots":[]}})").status, 202U);
    EXPECT_TRUE(client.stream.readUntil(R"("id":4,"result")"));
    ASSERT_EQ(client.post(callText("far__hang", "{}", "5")).status, 202U);
    ASSERT_TRUE(GatewayHarness::eventually([this] { return harness.status().inFlight == 1; }));
    EXPECT_EQ(
        client
            .post(
                R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":5}})")
            .status,
        202U);
    EXPECT_TRUE(GatewayHarness::eventually([this] { return harness.status().inFlight == 0; }));
}

} // namespace portcullis::test
