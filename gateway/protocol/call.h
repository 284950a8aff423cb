#pragma once

#include "gateway/protocol/lifecycle.h"
#include "gateway/protocol/message.h"
#include "gateway/protocol/revision.h"
#include "gateway/protocol/tools.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// tools/call in both roles. Arguments and result texts pass as the bytes that came in.
namespace portcullis::protocol {

// A call as the client asked for it; views into its document.
struct ToolCall
{
    std::string name;               // public
    JsonValue arguments;            // missing or an object
    JsonValue meta;                 // missing or an object
    std::string_view progressToken; // lexeme, empty for none
};

[[nodiscard]] std::expected<ToolCall, RpcError> readToolCall(const Message& message);

// The members of a client's _meta that go upstream untouched: all but the ones the protocol or the
// gateway owns (A-54, F-09, H-04). JSON members without braces, possibly empty.
[[nodiscard]] std::string forwardedMeta(JsonValue meta);

// params for the server. `progressToken` is the gateway's own lexeme or empty; `meta` are members
// without braces; in the stateless era the required members are added.
[[nodiscard]] std::string writeToolCallParams(std::string_view name,
                                              std::string_view arguments,
                                              std::string_view meta,
                                              std::string_view progressToken,
                                              Revision revision,
                                              std::string_view clientCapabilities);

// How a server's answer to tools/call is to be understood.
enum class ResultKind : std::uint8_t
{
    Complete,
    ToolError,     // complete, with isError
    InputRequired, // the server wants something of the client first (stateless era)
    Malformed      // not a tool result (G-50, C-41)
};

[[nodiscard]] ResultKind classifyToolResult(JsonValue result, Era upstream);

// The result for the client, shaped for its revision (A-91, A-92, B-35, B-36): unknown members
// pass, what belongs to the other era goes. `meta` are members to add to _meta, without braces, all
// under kMetaPrefix: the server's own under it are dropped, so that no name comes twice. They are
// the last of _meta, which is the last of the result.
[[nodiscard]] std::string
writeToolResult(JsonValue result, Revision to, std::string_view meta = {});

// A result with isError and one text, for failures the model should see (A-62, E-60).
[[nodiscard]] std::string
writeToolError(std::string_view text, Revision to, std::string_view meta = {});

// A server's error for a client of the given revision (table D.10). `server` names it in texts.
[[nodiscard]] RpcError translateError(const RpcError& error, Revision to, std::string_view server);
// The text for writeToolError where table D.10 wants a failure of tools/call told to the model
// instead of a JSON-RPC error; nothing where translateError applies.
[[nodiscard]] std::optional<std::string> toolErrorText(const RpcError& error,
                                                       std::string_view server);

// --- progress and cancellation

struct Progress
{
    std::string_view token; // lexeme
    double value = 0;
    std::string_view valueText;   // the number as received
    std::string_view totalText;   // empty for none
    std::string_view messageText; // JSON string as received, empty for none
};

// Nothing when malformed. A value beyond double is infinite there and passes in its lexeme.
[[nodiscard]] std::optional<Progress> readProgress(const Message& notification);
// The whole notification.
[[nodiscard]] std::string writeProgress(std::string_view token, const Progress& progress);
// The id lexeme a cancellation is about, or empty when malformed.
[[nodiscard]] std::string_view readCancelled(const Message& notification);
// The whole notification.
[[nodiscard]] std::string
writeCancelled(std::string_view id, std::string_view reason, Revision revision);

// --- parent request and trace (B-43, H-10)

struct TraceContext
{
    std::string traceParent; // valid W3C form or empty
    std::string traceState;
};

[[nodiscard]] TraceContext readTrace(JsonValue meta);

} // namespace portcullis::protocol
