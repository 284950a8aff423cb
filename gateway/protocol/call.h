#pragma once

#include "gateway/protocol/lifecycle.h"
#include "gateway/protocol/message.h"
#include "gateway/protocol/revision.h"
#include "gateway/protocol/tools.h"
#include "gateway/protocol/uri_names.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// tools/call, prompts/get and resources/read in both roles. Arguments and result texts pass as the
// bytes that came in.
namespace portcullis::protocol {

// The methods that reach for something of a server; they alone may ask the client back (D-04).
enum class CallKind : std::uint8_t
{
    Tool,
    Prompt,
    Resource
};

[[nodiscard]] std::string_view methodOf(CallKind kind);
[[nodiscard]] std::optional<CallKind> callKindOf(std::string_view method);

// A call as the client asked for it; views into its document.
struct ClientCall
{
    CallKind kind = CallKind::Tool;
    std::string name;    // as clients know it: a tool, a prompt, or the URI of a resource
    JsonValue arguments; // missing or an object; missing for a resource
    JsonValue meta;      // missing or an object
    std::string_view progressToken; // lexeme, empty for none
    // Of the second and later rounds (B-45 to B-50): missing or an object; the text handed out.
    JsonValue inputResponses;
    std::optional<std::string> requestState;
};

// Errors: -32602; -32601 for any other method.
[[nodiscard]] std::expected<ClientCall, RpcError> readClientCall(const Message& message);

// The members of a client's _meta that go upstream untouched: all but the ones the protocol or the
// gateway owns (A-54, F-09, H-04). JSON members without braces, possibly empty.
[[nodiscard]] std::string forwardedMeta(JsonValue meta);

// What the server is asked for.
struct ServerCall
{
    CallKind kind = CallKind::Tool;
    std::string_view name;           // the server's own, or the URI of a resource
    std::string_view arguments;      // JSON object, or empty for none
    std::string_view inputResponses; // JSON object, or empty
    std::string_view requestState;   // JSON string as the server gave it, or empty
};

// The members of its params but _meta, without braces.
[[nodiscard]] std::string writeCallMembers(const ServerCall& call);

// What a request's _meta says beside what its client wants forwarded.
struct RequestMeta
{
    std::string_view forwarded;                 // members without braces
    std::string_view progressToken;             // the gateway's own lexeme, or empty
    std::string_view clientCapabilities = "{}"; // JSON object; counts in the stateless era
    std::string_view logLevel;                  // the same; or empty for no messages
};

// params of a request to a server, from its members without braces; in the stateless era with what
// is required in _meta (C-35).
[[nodiscard]] std::string
writeParams(std::string_view members, const RequestMeta& meta, Revision revision);

// How a server's answer is to be understood.
enum class ResultKind : std::uint8_t
{
    Complete,
    ToolError,     // complete, with isError
    InputRequired, // the server wants something of the client first (stateless era)
    Task,          // the result of a tool comes later (protocol/tasks.h)
    Malformed      // not what the method is answered with (G-50, C-41)
};

[[nodiscard]] ResultKind classifyResult(CallKind kind, JsonValue result, Era upstream);

// The result for the client, shaped for its revision (A-91, A-92, B-35, B-36), with URIs as it
// knows them (E-22): unknown members pass, what belongs to the other era goes. `meta` are members
// to add to _meta, without braces, all under kMetaPrefix: the server's own under it are dropped, so
// that no name comes twice. They are the last of _meta, which is the last of the result. `note`,
// unless it is empty, is the gateway's own and becomes a text of a tool's result.
[[nodiscard]] std::string writeCallResult(CallKind kind,
                                          JsonValue result,
                                          Revision to,
                                          const UriNames& uris = {},
                                          std::string_view meta = {},
                                          std::string_view note = {});

// The member _meta of a result for a client of this revision, unless it would be empty: what the
// server said in its own but for what this hop owns, then `added`. Where a revision has
// results say who gives them, that is the gateway, and its server stands in kMetaServer (B-36).
void writeResultMeta(JsonWriter& out,
                     JsonValue received,
                     Revision to,
                     std::string_view added = {},
                     const UriNames& uris = {});

// A result with isError and one text, for failures the model should see (A-62, E-60).
[[nodiscard]] std::string
writeToolError(std::string_view text, Revision to, std::string_view meta = {});

// What a call was about, for errors that speak of it.
struct ErrorContext
{
    CallKind kind = CallKind::Tool;
    std::string_view name; // the server's own, or the URI of a resource
    UriNames uris;
};

// A server's error for a client of the given revision (table D.10). `server` names it in texts.
[[nodiscard]] RpcError translateError(const RpcError& error,
                                      Revision to,
                                      std::string_view server,
                                      const ErrorContext& context = {});
// The text for writeToolError where table D.10 wants a failure of tools/call told to the model
// instead of a JSON-RPC error; nothing where translateError applies.
[[nodiscard]] std::optional<std::string>
toolErrorText(const RpcError& error, Revision to, std::string_view server);

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
