#pragma once

#include "gateway/base/json.h"
#include "gateway/protocol/revision.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

// What a client may answer to a server's request: ElicitResult, CreateMessageResult and
// ListRootsResult, as each revision has them (A-77, A-78, G-25). Servers trust that their client
// has read the schema; the gateway is that client, so that nothing else reaches them. Pure.
namespace portcullis::protocol {

// What a client was asked, as far as it decides what it may answer.
enum class AskedKind : std::uint8_t
{
    Form,
    Url, // an address to open
    Sampling,
    Roots,
    Untold // nothing is known but the answer
};

[[nodiscard]] AskedKind askedKindOf(std::string_view method, JsonValue params);

// What is wrong with this answer of a client that speaks this revision; nothing where it is good.
// An answer to what is untold is judged by the members that tell what it wants to be. Blocks of
// kinds that are not known pass: later revisions may have them.
[[nodiscard]] std::optional<std::string>
faultOfAnswer(AskedKind asked, JsonValue answer, Revision spoken);

// The same of inputResponses, by the keys of what was asked. Other keys are none of the gateway's
// (B-50).
[[nodiscard]] std::optional<std::string>
faultOfAnswers(JsonValue answers, const std::map<std::string, AskedKind>& asked, Revision spoken);
// Where the gateway does not know what was asked under which key, since the server keeps it: every
// answer has to be one to something.
[[nodiscard]] std::optional<std::string> faultOfUntoldAnswers(JsonValue answers, Revision spoken);

// Does it look like an answer to anything a server may ask? What does not is for a key that nobody
// has asked with, and no server's (B-50).
[[nodiscard]] bool looksLikeAnswer(JsonValue answer);

} // namespace portcullis::protocol
