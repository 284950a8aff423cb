#pragma once

#include "gateway/api/config.h"
#include "gateway/base/ids.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

// What the records of calls are made of.
namespace portcullis::audit {

// Text that a call carried, exactly as received. Shared, because it also travels to the other side.
struct Content
{
    std::shared_ptr<const std::string> text; // never null in a record; may be a slice's owner
    std::size_t begin = 0;                   // the slice [begin, end) of *text is the content
    std::size_t end = 0;
    api::ContentMode mode = api::ContentMode::Full;

    [[nodiscard]] std::string_view view() const;
};

// Who calls, as far as it is known.
struct Caller
{
    KeyId key;
    CaseId caseId;       // that the key was bound to
    std::string session; // empty in the stateless era
    std::string client;  // name and version as the client gave them: unverified
    std::string clientVersion;
    std::string transport;           // "http", "sse" or "socket"
    std::string revision;            // protocol revision spoken downstream
    std::optional<std::int64_t> pid; // of the peer, where the system tells (SO_PEERCRED)
    std::string executable;          // path of the peer's program, where known
    std::string programPath; // of what speaks: of a bridge, of who has started it; where asked
    std::string programHash; // hex SHA-256 of that executable
    bool retiring = false;   // it came with the key's older secret
};

// The request of the language model behind the call, when the client says (SEP-414, headers).
struct ParentRequest
{
    std::string traceParent; // W3C traceparent
    std::string traceState;
    std::string requestId; // the model provider's request id
    std::string model;
    std::string conversation;
};

} // namespace portcullis::audit
