#pragma once

#include "gateway/base/json.h"
#include "gateway/base/result.h"
#include "gateway/protocol/message.h"
#include "gateway/protocol/revision.h"
#include "gateway/protocol/uri_names.h"

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

inline constexpr std::size_t kMaxInputRequests = 16;               // G-59
inline constexpr std::size_t kMaxInputRequestBytes = 256UL * 1024; // G-59

// How large the params of a server's request of this method may be (D-24).
[[nodiscard]] std::size_t mostBytesOf(std::string_view method);

// The requests of an input_required result, in order. Errors: ProtocolError beyond the limits, for
// a method that is none of the three (G-59), and where something is not an object.
[[nodiscard]] Result<std::vector<ClientRequest>> readInputRequests(JsonValue inputRequests);

// How a server's request is put to a client.
struct ClientView
{
    Revision to = kNewestSession;
    std::string server; // who asks, which people must be able to see; empty where it knows
    UriNames uris;      // of the server's resources, as the client knows them (E-22)
    // The client may give what it knows of this server, and of no other (D-27): at an endpoint of
    // one server, for a client that offers it.
    bool keepsContext = false;
};

// Can the client be shown this in the words of its revision?
[[nodiscard]] bool canExpress(std::string_view method, JsonValue params, Revision to);

// The params of a server's request for a client. `elicitationId` is for a client whose revision
// wants one.
[[nodiscard]] std::string writeClientParams(std::string_view method,
                                            JsonValue params,
                                            const ClientView& view,
                                            std::string_view elicitationId = {});

// A client's answer (JSON object, without fault: client_answer.h) for the server that asked: its
// resources' URIs are the server's own again (E-22).
[[nodiscard]] std::string writeServerAnswer(JsonValue answer, const UriNames& uris);
// The same of an object of answers; what is none is left out (B-50).
[[nodiscard]] std::string writeServerAnswers(JsonValue answers, const UriNames& uris);

// The addresses that an error -32042 wants opened first, as requests; none where it does not say.
[[nodiscard]] std::vector<ClientRequest> readRequiredUrls(const RpcError& error);
// The data of that error for a client: `elicitations` are params that writeClientParams has given.
[[nodiscard]] std::string writeRequiredUrls(std::span<const std::string> elicitations);
// The whole notification that a user is done at an address.
[[nodiscard]] std::string writeElicitationComplete(std::string_view elicitationId);

// The member inputRequests, without braces.
[[nodiscard]] std::string writeInputRequests(std::span<const ClientRequest> requests);
// The whole result that asks a stateless client for input.
[[nodiscard]] std::string writeInputRequired(std::span<const ClientRequest> requests,
                                             const std::optional<std::string>& requestState);

// The answers by key, each a JSON object, for a server of the stateless era.
[[nodiscard]] std::string writeInputResponses(const std::map<std::string, std::string>& answers);

// The result of roots/list for these folders, which are absolute paths.
[[nodiscard]] std::string writeRoots(const std::vector<std::string>& folders);

} // namespace portcullis::protocol
