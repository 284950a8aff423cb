#pragma once

#include "gateway/audit/bundle/bundle_writer.h"
#include "gateway/audit/database.h"
#include "gateway/base/result.h"

#include <cstdint>
#include <utility>
#include <vector>

namespace portcullis::audit::bundle {

// A record that removed bodies, and from which records.
struct BodyRemoval
{
    std::uint64_t n = 0;
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
};

// All of a log of `size`, those before `end` last: a bundle that ends there shows them. Errors:
// those of the database.
[[nodiscard]] Result<std::vector<BodyRemoval>>
bodyRemovals(Connection& connection, std::uint64_t end, std::uint64_t size);

// Ranges of records whose bodies were removed, written as they end (log/purged.jsonl).
//
// Owner: the export. Thread: its own. Errors: Corrupt (a body is gone, and no record says so),
// those of the writer.
class RemovedRanges
{
public:
    RemovedRanges(BundleWriter& out, std::vector<BodyRemoval> removals) // out must outlive it
        : m_out(out)
        , m_removals(std::move(removals))
    {}

    // In rising order.
    [[nodiscard]] Result<> add(std::uint64_t n);
    // After the last one.
    [[nodiscard]] Result<> finish();

    [[nodiscard]] std::uint64_t records() const { return m_records; }

private:
    BundleWriter& m_out;
    const std::vector<BodyRemoval> m_removals;
    BodyRemoval m_by; // what the range that is being written was removed by
    std::uint64_t m_begin = 0;
    std::uint64_t m_end = 0;
    std::uint64_t m_records = 0;
};

} // namespace portcullis::audit::bundle
