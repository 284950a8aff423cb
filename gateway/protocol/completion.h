#pragma once

#include "gateway/protocol/message.h"
#include "gateway/protocol/revision.h"

#include <expected>
#include <string>
#include <string_view>

// completion/complete in both roles (A-68, E-30).
namespace portcullis::protocol {

struct CompletionRequest
{
    bool ofPrompt = false; // else of a resource template
    std::string name;      // the prompt's name or the template's URI, as clients know it
    JsonValue argument;
    JsonValue context; // may be missing
};

// Errors: -32602.
[[nodiscard]] std::expected<CompletionRequest, RpcError> readCompletion(const Message& message);

// The members of params for the server, with its own name or URI, without braces.
[[nodiscard]] std::string
writeCompletionMembers(const CompletionRequest& request, std::string_view name, Revision server);

// The server's result for the client: at most 100 values; an empty one where it is none.
[[nodiscard]] std::string writeCompletionResult(JsonValue result, Revision to);

} // namespace portcullis::protocol
