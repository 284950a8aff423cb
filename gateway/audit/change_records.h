#pragma once

#include "gateway/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// What the log says of changes of the configuration, for those who must know what was before.
namespace portcullis::audit {

class Connection;

// As ConfigurationChanged has them.
struct RecordedChange
{
    std::string change;
    std::string subject;
    std::string after;
    bool operator==(const RecordedChange&) const = default;
};

// The changes among the records from number `begin` on whose names begin so ("policy."), in their
// order. `connection` is read-only; all those records are looked at. Errors: those of the database;
// Corrupt.
[[nodiscard]] Result<std::vector<RecordedChange>>
readChanges(Connection& connection, std::int64_t begin, std::string_view prefix);

} // namespace portcullis::audit
