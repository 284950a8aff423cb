#pragma once

#include "gateway/api/history.h"
#include "gateway/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

// One file of the configuration's history as text:
//
//   portcullis-revision 1 <hex SHA-256 of all that follows this line>
//   {"revision":7,"previous":6,"time":"…","by":"ctl",…,"hash":"…"}
//   the configuration, formatted; `hash` is its hex SHA-256
//
// Pure. Inner header of ConfigHistory.
namespace portcullis::engine {

[[nodiscard]] std::string formatEntry(const api::Revision& revision, std::string_view config);

struct ConfigEntry
{
    api::Revision revision;
    std::string config; // formatted, as it was hashed
};

// Errors: Corrupt, naming `number`, which it must be about; Unsupported for another version.
[[nodiscard]] Result<ConfigEntry> parseEntry(std::string_view text, std::uint64_t number);

} // namespace portcullis::engine
