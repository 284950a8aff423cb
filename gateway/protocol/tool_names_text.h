#pragma once

#include "gateway/base/ids.h"

#include <string>
#include <string_view>

// The spelling of public names, shared by the files of ToolNames.
namespace portcullis::protocol {

// "<server>__", in the allowed characters and beginning with a letter.
[[nodiscard]] std::string namePrefix(const ServerId& server);

// Two names with the same folded form count as one (E-05).
[[nodiscard]] std::string foldedName(std::string_view name, std::size_t prefixLength);
[[nodiscard]] std::string foldedName(std::string_view name, bool prefixed, const ServerId& server);

} // namespace portcullis::protocol
