#pragma once

#include "gateway/audit/bundle/bundle_writer.h"
#include "gateway/audit/bundle/record_scan.h"
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

// What opens one commitment, as a line without its line feed.
[[nodiscard]] std::string
openingLine(std::int64_t n, std::string_view field, std::string_view salt, std::string_view text);

// Writes what opens the commitments of a record: each value with its salt, one line each.
//
// Owner: the export. Thread: one at a time. Errors: Corrupt (what was kept is not what the body
// commits to), Unavailable (it was removed meanwhile), those of the writer.
class Openings
{
public:
    // All must outlive it. `lost`: keys to contents that were gone before, in rising order.
    Openings(BundleWriter& out,
             ContentReader& contents,
             std::vector<std::int64_t> lost,
             const std::vector<std::string>& redacted);

    // A record whose text was kept, and its body. Returns how many values were written.
    [[nodiscard]] Result<std::uint64_t> write(const ScannedRecord& record, const JsonValue& body);

private:
    [[nodiscard]] Result<std::uint64_t> unopened(const ScannedRecord& record,
                                                 const Error& error) const;
    BundleWriter& m_out;
    ContentReader& m_contents;
    std::vector<std::int64_t> m_lost;
    const std::vector<std::string>& m_redacted;
    Hasher m_hasher;
};

} // namespace portcullis::audit::bundle
