#pragma once

#include "gateway/engine/mcp_service.h"
#include "gateway/engine/session_table.h"
#include "gateway/http/message.h"

#include <memory>
#include <string>
#include <vector>

// JSON-RPC batches, which exist in 2025-03-26 and before.
namespace portcullis::engine {

// Carries out every message of a batch, requests beside each other, and gives the answers as they
// came. `common` is the inquiry of each but for its message.
[[nodiscard]] http::Task<std::vector<std::string>>
answerBatch(McpService& service,
            const std::shared_ptr<Session>& session,
            const std::vector<protocol::Message>& messages,
            const Inquiry& common);

// The answers as one array; 202 when there are none.
[[nodiscard]] http::Response batchResponse(const std::vector<std::string>& answers);

} // namespace portcullis::engine
