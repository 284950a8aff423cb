#pragma once

#include "tests/gateway/engine/gateway_harness.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

namespace portcullis::test {

// A gateway before a server of each era that ask and tell their client what a call says, and what
// clients of each era say to it.
class BridgeFixture : public testing::Test
{
protected:
    void run(api::ServerConfig old = {}, api::ServerConfig stateless = {})
    {
        old.id = ServerId("old");
        old.command = {PORTCULLIS_TEST_SERVER,
                       "asks=1",
                       "calls=" + calls.string(),
                       "levels=" + levels.string(),
                       "roots=" + roots.string()};
        stateless.id = ServerId("new");
        stateless.command = {
            PORTCULLIS_TEST_SERVER, "asks=1", "era=stateless", "calls=" + calls.string()};
        harness.addServer(old);
        harness.addServer(stateless);
        harness.start();
        harness.open();
        key = harness.makeKey({"old:*", "new:*"});
        other = harness.makeKey({"old:*", "new:*"});
        for (const char* server : {"old", "new"}) {
            EXPECT_TRUE(GatewayHarness::eventually([this, server] {
                return harness.post(key, R"({"jsonrpc":"2.0","id":1,"method":"tools/list"})")
                           .body.find(std::string(server) + "__echo") != std::string::npos;
            }));
        }
    }

    // tools/call of a client of the stateless era; `more` are further members of its params.
    [[nodiscard]] std::string
    stateless(const std::string& tool,
              const std::string& arguments,
              const std::string& more = {},
              const std::string& meta =
                  R"("io.modelcontextprotocol/clientCapabilities":{"roots":{}})") const
    {
        const std::string body =
            R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":")" + tool +
            R"(","arguments":)" + arguments + more +
            R"(,"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",)" + meta + "}}}";
        return harness
            .post(key,
                  body,
                  {{"MCP-Protocol-Version", "2026-07-28"},
                   {"Mcp-Method", "tools/call"},
                   {"Mcp-Name", tool}})
            .json();
    }

    // The members that take a client back to the call it was asked in.
    [[nodiscard]] static std::string answering(const std::string& asked, const std::string& answer)
    {
        const auto document = JsonDocument::parse(asked);
        if (!document) {
            return {};
        }
        const JsonValue result = document->root()["result"];
        const JsonValue request = result["inputRequests"].first();
        return R"(,"inputResponses":{")" + request.name() + R"(":)" + answer +
               R"(},"requestState":)" + std::string(result["requestState"].raw());
    }

    [[nodiscard]] Fields openSession(const std::string& capabilities,
                                     const std::string& revision = "2025-11-25",
                                     const std::string& path = "/mcp") const
    {
        const HttpReply opened = harness.post(
            key,
            R"({"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":")" +
                revision + R"(","capabilities":)" + capabilities +
                R"(,"clientInfo":{"name":"t","version":"1"}}})",
            {},
            path);
        const Fields session{{"Mcp-Session-Id", opened.headers.at("mcp-session-id")},
                             {"MCP-Protocol-Version", revision}};
        static_cast<void>(harness.post(
            key, R"({"jsonrpc":"2.0","method":"notifications/initialized"})", session, path));
        return session;
    }

    // Sends a request whose answer the test reads itself.
    void begin(RawClient& client,
               const Fields& session,
               const std::string& body,
               const std::string& method = "POST",
               const std::string& path = "/mcp") const
    {
        Fields fields{{"Host", "127.0.0.1"},
                      {"Authorization", "Bearer " + key.secret},
                      {"Content-Type", "application/json"},
                      {"Accept", "application/json, text/event-stream"}};
        fields.insert(fields.end(), session.begin(), session.end());
        client.send(requestText(method, path, fields, body));
    }

    // A call of a session that is asked one thing on the way and answers it; all that it received.
    [[nodiscard]] std::string callAnswering(const Fields& session,
                                            const std::string& call,
                                            const std::string& answer,
                                            const std::string& path = "/mcp") const
    {
        RawClient client(harness.port());
        begin(client, session, call, "POST", path);
        EXPECT_TRUE(client.readUntil("\"gw-1\"")) << client.received();
        EXPECT_EQ(
            harness
                .post(
                    key, R"({"jsonrpc":"2.0","id":"gw-1","result":)" + answer + "}", session, path)
                .status,
            202U);
        EXPECT_TRUE(client.readUntil("\"id\":7")) << client.received();
        return client.received();
    }

    [[nodiscard]] std::string inSession(const Fields& session, const std::string& body) const
    {
        return harness.post(key, body, session).body;
    }

    [[nodiscard]] static std::vector<std::string> linesOf(const std::filesystem::path& path)
    {
        std::vector<std::string> lines;
        std::ifstream file(path);
        for (std::string line; std::getline(file, line);) {
            lines.push_back(line);
        }
        return lines;
    }

    // A call of the tool that sends its client a request.
    [[nodiscard]] static std::string
    asking(const std::string& server, const std::string& method, const std::string& params)
    {
        return callText(
            server + "__request", R"({"method":")" + method + R"(","params":)" + params + "}", "7");
    }

    GatewayHarness harness;
    std::filesystem::path calls = harness.folder.file("calls");
    std::filesystem::path levels = harness.folder.file("levels");
    std::filesystem::path roots = harness.folder.file("roots");
    std::filesystem::path visited = harness.folder.file("visited");
    GatewayHarness::Key key;
    GatewayHarness::Key other;
};

} // namespace portcullis::test
