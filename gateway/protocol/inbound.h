#pragma once

#include "gateway/protocol/logging.h"
#include "gateway/protocol/message.h"
#include "gateway/protocol/revision.h"

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

// What a client sent, sorted by era: the ladder of B-02 and B-03 and the order of checks of B-04.
// Pure.
namespace portcullis::protocol {

// The header fields of a POST that matter to MCP, as received. A field given twice has count > 1.
struct McpHeaders
{
    std::optional<std::string> protocolVersion; // MCP-Protocol-Version
    std::optional<std::string> method;          // Mcp-Method
    std::optional<std::string> name;            // Mcp-Name
    std::optional<std::string> sessionId;       // Mcp-Session-Id
    bool duplicated = false;                    // one of the standard fields came more than once
    std::vector<std::pair<std::string, std::string>>
        params; // Mcp-Param-*: lower-cased rest and value
};

struct ClientInfo
{
    std::string name;
    std::string version;
};

// A request or notification of the stateless era, all checks up to the target done.
struct StatelessMessage
{
    Message message;
    Revision revision = kNewestStateless;
    ClientInfo client;                // empty when not given
    std::optional<LogLevel> logLevel; // that this request wants messages from (B-65)
    JsonValue capabilities; // of this request (B-05); an object; may be missing with a notification
};

// One message, or a batch, of the session era. Which session and whether it may is the engine's
// matter.
struct SessionMessages
{
    std::vector<Message> messages;
    bool batch = false;
    std::optional<Revision> headerRevision; // from MCP-Protocol-Version, when it names a known one
};

// To be answered with this and nothing else. `httpStatus` counts on HTTP only.
struct Refusal
{
    unsigned httpStatus = 400;
    std::string id; // lexeme, empty when it could not be read
    RpcError error;
};

using Inbound = std::variant<StatelessMessage, SessionMessages, Refusal>;

// A POSTed body. The document must outlive the result.
[[nodiscard]] Inbound classifyPost(const JsonDocument& body, const McpHeaders& headers);
// A line of a stream transport; headers do not exist there.
[[nodiscard]] Inbound classifyLine(const JsonDocument& line);

// The refusal for a body that is not JSON at all.
[[nodiscard]] Refusal notJson(const Error& error);

} // namespace portcullis::protocol
