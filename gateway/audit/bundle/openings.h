#pragma once

#include "gateway/audit/bundle/bundle_writer.h"
#include "gateway/audit/bundle/record_scan.h"
#include "gateway/audit/canonical.h"
#include "gateway/audit/hashing.h"
#include "gateway/base/json.h"
#include "gateway/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace portcullis::audit::bundle {

// How many values a body commits to. Errors: Corrupt.
[[nodiscard]] Result<std::uint64_t> committedValues(const JsonValue& body);

// Writes what opens the commitments of a record: each value with its salt, one line each.
//
// Owner: the export. Thread: one at a time. Errors: Corrupt (what was kept is not what the body
// commits to), those of the writer.
class Openings
{
public:
    // Both must outlive it.
    Openings(BundleWriter& out, const std::vector<std::string>& redacted);

    // A record with a body whose text was kept. Returns how many values were written.
    [[nodiscard]] Result<std::uint64_t> write(const ScannedRecord& record);

private:
    [[nodiscard]] Result<> writeValue(std::uint64_t n,
                                      std::string_view field,
                                      std::string_view salt,
                                      std::string_view text);

    BundleWriter& m_out;
    const std::vector<std::string>& m_redacted;
    Hasher m_hasher;
    CanonicalWriter m_line;
};

} // namespace portcullis::audit::bundle
