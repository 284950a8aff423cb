#pragma once

#include "gateway/protocol/message.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace portcullis::ctl::bench {

inline constexpr const char* kBlobTool = "blob";

// An MCP server of the session era with as little work of its own as can be: the tool "blob"
// answers
// {"size":2048} with a result of that many bytes. There may be more tools that do the same.
//
// Owner: a transport below. Thread: its own. Errors: JSON-RPC errors in the answers.
class McpUpstream
{
public:
    explicit McpUpstream(unsigned tools = 1);

    // The answer to one message on one line; empty when none is due.
    [[nodiscard]] std::string answer(std::string_view text);

private:
    [[nodiscard]] std::string answerRequest(const protocol::Message& message);
    [[nodiscard]] const std::string& resultOfSize(std::size_t bytes);

    std::string m_list; // result of tools/list
    std::map<std::size_t, std::string> m_results;
};

// Serves it, with so many tools, until standard input ends.
[[nodiscard]] bool serveStdio(unsigned tools);
// Serves it on 127.0.0.1 until terminated; prints "READY http://127.0.0.1:PORT/mcp". False when it
// could not listen.
[[nodiscard]] bool serveHttp(std::uint16_t port);

} // namespace portcullis::ctl::bench
