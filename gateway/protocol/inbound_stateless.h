#pragma once

#include "gateway/protocol/inbound.h"

// The checks of a message that claims to be of the stateless era, in the order of B-04.
namespace portcullis::protocol {

[[nodiscard]] Refusal refuse(unsigned httpStatus, std::string_view id, RpcError error);

// `headers` is null on stream transports.
[[nodiscard]] Inbound checkStateless(Message message, const McpHeaders* headers);

// For a request whose era shows elsewhere while its _meta lacks what is required (B-02 rules 5 and
// 6).
[[nodiscard]] RpcError missingMeta(const Message& message);

} // namespace portcullis::protocol
