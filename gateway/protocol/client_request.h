#pragma once

#include "gateway/base/json.h"
#include "gateway/base/result.h"
#include "gateway/protocol/revision.h"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// What a server wants of its client in the middle of a call: as requests of its own (session era),
// or as a result that asks for input (stateless era, B-45).
namespace portcullis::protocol {

struct ClientRequest
{
    std::string key;    // by which the answer is told apart
    std::string method; // elicitation/create, sampling/createMessage, roots/list
    std::string params; // JSON object, or empty for none
};

inline constexpr std::size_t kMaxInputRequests = 16;                 // G-59
inline constexpr std::size_t kMaxInputRequestBytes = 256UL * 1024;   // G-59
inline constexpr std::size_t kMaxClientRequestBytes = 1024UL * 1024; // D-24

// The requests of an input_required result, in order. Errors: ProtocolError beyond the limits, for
// a method that is none of the three (G-59), and where something is not an object.
[[nodiscard]] Result<std::vector<ClientRequest>> readInputRequests(JsonValue inputRequests);

// The params of a server's request for a client of this revision. `server`, unless it is empty, is
// who asks, which people must be able to see, as the host of an address. What other servers
// have told the client stays between them (D-27). `elicitationId` is for a client whose revision
// wants one.
[[nodiscard]] std::string writeClientParams(std::string_view method,
                                            JsonValue params,
                                            std::string_view server,
                                            Revision to,
                                            std::string_view elicitationId = {});

// The member inputRequests, without braces.
[[nodiscard]] std::string writeInputRequests(std::span<const ClientRequest> requests);
// The whole result that asks a stateless client for input.
[[nodiscard]] std::string writeInputRequired(std::span<const ClientRequest> requests,
                                             const std::optional<std::string>& requestState);

// The answers by key, each a JSON object, for a server of the stateless era.
[[nodiscard]] std::string writeInputResponses(const std::map<std::string, std::string>& answers);

} // namespace portcullis::protocol
