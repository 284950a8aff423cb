#pragma once

#include "gateway/api/status.h"
#include "gateway/engine/call_route.h"
#include "gateway/engine/inquiry.h"
#include "gateway/upstream/server.h"

#include <cstdint>
#include <optional>
#include <string>

namespace portcullis::engine {

// How a call ended, for its record and its client.
struct Conclusion
{
    api::Outcome outcome = api::Outcome::Ok;
    std::optional<std::int64_t> code; // of a JSON-RPC error
    std::string error;                // class of failure, no content
    std::string answer;               // the whole JSON-RPC message; empty when nobody waits
    bool takesReceipt = false;        // the answer has receiptMark()
};

// What a server's reply, or the lack of one, means for the client (table D.10, E-60, E-64).
// `note`, unless it is empty, is for the model to see beside the result of a tool. Pure.
[[nodiscard]] Conclusion conclude(const Inquiry& inquiry,
                                  const Route& route,
                                  const Result<upstream::CallReply>& reply,
                                  std::string_view note = {});

// Does the server want something of the client first?
[[nodiscard]] bool needsInput(const Result<upstream::CallReply>& reply, protocol::CallKind kind);

// May this server send its user to sign in at a web page? What clients share, they would share the
// sign-in of, too (D-19).
[[nodiscard]] bool mayHaveUrlsOpened(const api::GatewayConfig& config, const ServerId& server);

// What a client is told of a server's -32021 when it offers what the server needs, and the gateway
// has not passed the offer on. Nothing when the client truly lacks it (D-82).
[[nodiscard]] std::optional<std::string>
withheldFeature(const Inquiry& inquiry, const ServerId& server, const protocol::RpcError& error);

// Is it a task instead of a result?
[[nodiscard]] bool isTask(const Result<upstream::CallReply>& reply);

// A stateless client is asked for input: `result` says for what.
[[nodiscard]] Conclusion concludeAsking(const Inquiry& inquiry, const std::string& result);

} // namespace portcullis::engine
