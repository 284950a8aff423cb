#pragma once

#include "tests/gateway/engine/gateway_harness.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

namespace portcullis::test {

enum class Era
{
    Session,
    Stateless
};

// A client of either era over HTTP, for tests that say the same of both. The harness outlives it.
class EraClient
{
public:
    EraClient(const GatewayHarness& harness,
              GatewayHarness::Key key,
              Era era,
              std::string capabilities = "{}")
        : m_harness(harness)
        , m_key(std::move(key))
        , m_era(era)
        , m_capabilities(std::move(capabilities))
    {
        if (m_era == Era::Stateless) {
            return;
        }
        const HttpReply opened = m_harness.post(
            m_key,
            R"({"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":)" +
                m_capabilities + R"(,"clientInfo":{"name":"t","version":"1"}}})");
        m_session = {{"Mcp-Session-Id", opened.headers.at("mcp-session-id")},
                     {"MCP-Protocol-Version", "2025-11-25"}};
        notify(R"({"jsonrpc":"2.0","method":"notifications/initialized"})");
    }

    [[nodiscard]] bool stateless() const { return m_era == Era::Stateless; }

    [[nodiscard]] const Fields& session() const { return m_session; }

    // A request's text; `params` and `meta` are members without their braces.
    [[nodiscard]] std::string body(const std::string& method,
                                   const std::string& params,
                                   const std::string& id = "7",
                                   const std::string& meta = {}) const
    {
        std::string all = meta;
        if (stateless()) {
            all =
                R"("io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":)" +
                m_capabilities + (meta.empty() ? "" : "," + meta);
        }
        const std::string tail = all.empty() ? "" : R"("_meta":{)" + all + "}";
        return R"({"jsonrpc":"2.0","id":)" + id + R"(,"method":")" + method + R"(","params":{)" +
               params + (params.empty() || tail.empty() ? "" : ",") + tail + "}}";
    }

    [[nodiscard]] Fields fields(const std::string& method, const std::string& name) const
    {
        Fields all{{"Host", "localhost"},
                   {"Authorization", "Bearer " + m_key.secret},
                   {"Content-Type", "application/json"},
                   {"Accept", "application/json, text/event-stream"}};
        all.insert(all.end(), m_session.begin(), m_session.end());
        if (stateless()) {
            all.insert(all.end(), {{"MCP-Protocol-Version", "2026-07-28"}, {"Mcp-Method", method}});
            if (!name.empty()) {
                all.emplace_back("Mcp-Name", name);
            }
        }
        return all;
    }

    [[nodiscard]] HttpReply ask(const std::string& method,
                                const std::string& params,
                                const std::string& name = {},
                                const std::string& meta = {}) const
    {
        return m_harness.send(
            "POST", "/mcp", fields(method, name), body(method, params, "1", meta));
    }

    [[nodiscard]] HttpReply call(const std::string& tool,
                                 const std::string& arguments = "{}",
                                 const std::string& meta = {},
                                 const std::string& more = {}) const
    {
        return ask("tools/call", paramsOf(tool, arguments) + more, tool, meta);
    }

    // Sends a call and leaves the connection in the test's hands.
    void begin(const RawClient& connection,
               const std::string& tool,
               const std::string& arguments = "{}",
               const std::string& id = "7",
               const std::string& meta = {}) const
    {
        connection.send(requestText("POST",
                                    "/mcp",
                                    fields("tools/call", tool),
                                    body("tools/call", paramsOf(tool, arguments), id, meta)));
    }

    // A notification or an answer within the session; its status.
    unsigned notify(const std::string& message) const
    {
        return m_harness.post(m_key, message, m_session).status;
    }

    // The session's stream for what belongs to no request.
    void listen(RawClient& stream) const
    {
        stream.send(requestText("GET",
                                "/mcp",
                                {{"Host", "localhost"},
                                 {"Authorization", "Bearer " + m_key.secret},
                                 {"Accept", "text/event-stream"},
                                 m_session.at(0),
                                 m_session.at(1)},
                                {}));
        EXPECT_TRUE(stream.readUntil("200 OK"));
    }

    [[nodiscard]] static std::string paramsOf(const std::string& tool, const std::string& arguments)
    {
        return R"("name":")" + tool + R"(","arguments":)" + arguments;
    }

    // The members that take a stateless client back to the call it was asked in.
    [[nodiscard]] static std::string back(const HttpReply& asked, const std::string& answer)
    {
        const auto document = JsonDocument::parse(asked.json());
        if (!document) {
            return {};
        }
        const JsonValue result = document->root()["result"];
        const JsonValue state = result["requestState"];
        return R"(,"inputResponses":{")" + result["inputRequests"].first().name() + R"(":)" +
               answer + "}" +
               (state.exists() ? R"(,"requestState":)" + std::string(state.raw()) : "");
    }

private:
    const GatewayHarness& m_harness;
    GatewayHarness::Key m_key;
    Era m_era;
    std::string m_capabilities;
    Fields m_session;
};

// Waits until the gateway has listed the tools of a server, for a key that sees them.
inline void
awaitTools(const GatewayHarness& harness, const GatewayHarness::Key& key, const std::string& tool)
{
    EXPECT_TRUE(GatewayHarness::eventually([&] {
        return harness.post(key, R"({"jsonrpc":"2.0","id":1,"method":"tools/list"})")
                   .body.find("\"" + tool + "\"") != std::string::npos;
    })) << tool;
}

// What servers have written down.
inline std::vector<std::string> linesOf(const std::filesystem::path& path)
{
    std::ifstream file(path);
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) {
        lines.push_back(line);
    }
    return lines;
}

inline std::size_t countIn(const std::string& text, const std::string& part)
{
    std::size_t found = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
        ++found;
    }
    return found;
}

} // namespace portcullis::test
