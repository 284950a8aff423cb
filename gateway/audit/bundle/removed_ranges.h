#pragma once

#include "gateway/audit/bundle/bundle_writer.h"
#include "gateway/base/result.h"

#include <cstdint>

namespace portcullis::audit::bundle {

// Ranges of records whose bodies were removed, written as they end (log/purged.jsonl).
//
// Owner: the export. Thread: its own. Errors: those of the writer.
class RemovedRanges
{
public:
    explicit RemovedRanges(BundleWriter& out) // must outlive it
        : m_out(out)
    {}

    // In rising order.
    [[nodiscard]] Result<> add(std::uint64_t n);
    // After the last one.
    [[nodiscard]] Result<> finish();

    [[nodiscard]] std::uint64_t records() const { return m_records; }

private:
    BundleWriter& m_out;
    std::uint64_t m_begin = 0;
    std::uint64_t m_end = 0;
    std::uint64_t m_records = 0;
};

} // namespace portcullis::audit::bundle
