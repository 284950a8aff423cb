#pragma once

#include "gateway/engine/mcp_service.h"
#include "gateway/engine/session_table.h"
#include "gateway/http/message.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

// JSON-RPC batches, which exist in 2025-03-26 and before.
namespace portcullis::engine {

// More messages in one batch than any client sends: one request must not be many.
inline constexpr std::size_t kMaxBatch = 100;

struct Batch
{
    McpService& service;
    std::shared_ptr<Session> session; // may be null
    std::vector<protocol::Message> messages;
    Inquiry common; // the inquiry of each but for its message
    // Takes one more of the key's requests of this minute; the batch's first is taken already.
    std::function<bool()> take;
    // Told of each request that is begun; may be empty.
    std::function<void(const std::shared_ptr<CallHandle>&)> begun = {};
};

// Carries out every message of a batch, requests beside each other, and gives the answers as they
// came. Each request counts, can be cancelled and must have an id of its own, as if it had come
// alone.
[[nodiscard]] http::Task<std::vector<std::string>> answerBatch(Batch batch);

// The answers as one array; an empty text when there are none.
[[nodiscard]] std::string batchText(const std::vector<std::string>& answers);
// The same as a response: 202 when there are none.
[[nodiscard]] http::Response batchResponse(const std::vector<std::string>& answers);

} // namespace portcullis::engine
