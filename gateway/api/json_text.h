#pragma once

#include "gateway/base/result.h"

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <string>
#include <string_view>

// JSON text from a file or a socket, into and out of nlohmann's values. That library recurses over
// the values it has read and takes the last of two members with one name: both are caught here,
// first.
namespace portcullis::api {

struct JsonTextLimits
{
    std::size_t bytes = std::size_t{4} * 1024 * 1024;
    std::size_t depth = 64; // nested arrays and objects
};

// Errors: InvalidArgument (not JSON, or a name twice; tells the place but quotes no content, which
// may be secret) and ResourceExhausted (a limit).
[[nodiscard]] Result<nlohmann::json> parseJsonText(std::string_view text,
                                                   JsonTextLimits limits = {});

// Never fails: bytes that are not UTF-8 become U+FFFD. Compact unless an indentation is given.
[[nodiscard]] std::string formatJsonText(const nlohmann::json& json, int indent = -1);

} // namespace portcullis::api
