#pragma once

#include "gateway/base/json.h"
#include "gateway/protocol/message.h"
#include "gateway/upstream/channel.h"
#include "gateway/upstream/question.h"

#include <chrono>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace portcullis::upstream {

// A server's answer to one request.
struct RpcReply
{
    std::shared_ptr<const JsonDocument> document;
    JsonValue result; // missing when there is an error
    std::optional<protocol::RpcError> error;
};

using RpcOutcome = std::expected<RpcReply, Failure>;

struct RpcRequest
{
    std::int64_t id = 0; // from newId()
    std::string method;
    std::string params;                                           // JSON object
    std::string name;                                             // for Mcp-Name
    std::vector<std::pair<std::string, std::string>> parameters;  // Mcp-Param-*
    std::chrono::milliseconds timeout{30'000};                    // from the last progress
    std::chrono::milliseconds longest = std::chrono::minutes(60); // however much progress
    CallEvents events;
    bool isCall = false;     // what a server says without an address may be about it (D-20)
    std::string task;        // of the session era, that a server may name in what it asks
    bool cancellable = true; // by a notification; a handshake is not
};

} // namespace portcullis::upstream
