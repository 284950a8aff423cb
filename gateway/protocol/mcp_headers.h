#pragma once

#include "gateway/base/json.h"
#include "gateway/protocol/inbound.h"
#include "gateway/protocol/message.h"
#include "gateway/protocol/tools.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// The Mcp-* header fields of the stateless era (B-10 to B-16, C-36 to C-38).
namespace portcullis::protocol {

// A value as it stands in a header: itself, or =?base64?…?= where it could not travel as it is.
[[nodiscard]] std::string encodeHeaderValue(std::string_view value);
// The value without white space around it, decoded where it came encoded. Nothing when the encoded
// form is damaged or not UTF-8, or the plain one has characters that no field value may have (B-13,
// B-14).
[[nodiscard]] std::optional<std::string> decodeHeaderValue(std::string_view value);

// The Mcp-Param-* fields for a call, full names with encoded values, from the server's own schema
// and the final arguments (C-38).
[[nodiscard]] std::vector<std::pair<std::string, std::string>>
parameterHeaders(const Tool& tool, JsonValue arguments);

// Does what the client mirrored agree with its arguments (B-15)? The error to answer when it does
// not.
[[nodiscard]] std::optional<RpcError>
checkParameterHeaders(const Tool& tool, JsonValue arguments, const McpHeaders& headers);

} // namespace portcullis::protocol
