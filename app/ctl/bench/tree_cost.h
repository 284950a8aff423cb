#pragma once

#include "gateway/base/result.h"

#include <cstddef>
#include <filesystem>
#include <stop_token>
#include <vector>

namespace portcullis::ctl::bench {

// What a record costs the thread that writes it, in microseconds of CPU time.
struct TreeCost
{
    std::size_t batch = 1; // records a commit
    double with = 0;
    double without = 0; // no hash of a leaf, no tree, no signed head

    // What tree and signatures add, as a part of what the rest costs.
    [[nodiscard]] double added() const { return without > 0 ? with / without - 1 : 0; }
};

// Writes the same batches through LogFile and through the same parts without the tree, by turns,
// into two new logs in `folder`. Errors: those of the log; Cancelled.
[[nodiscard]] Result<std::vector<TreeCost>> measureTreeCost(const std::filesystem::path& folder,
                                                            const std::stop_token& stop);

} // namespace portcullis::ctl::bench
