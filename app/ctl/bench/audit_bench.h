#pragma once

#include "app/ctl/bench/audit_pages.h"
#include "app/ctl/bench/evidence_cost.h"
#include "app/ctl/bench/measured_log.h"
#include "app/ctl/bench/tree_cost.h"
#include "app/ctl/exit_code.h"
#include "gateway/base/result.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace portcullis::ctl::bench {

// The command line of "bench audit".
struct AuditBenchOptions
{
    std::vector<std::int64_t> records{10'000, 1'000'000};
    std::filesystem::path folder; // where the logs are kept; empty for $TMPDIR
    bool json = false;
};

// The log at one size.
struct AuditSize
{
    std::int64_t records = 0;
    Spent filling; // from the size before
    std::int64_t filled = 0;
    std::uintmax_t bytes = 0; // of audit.db
    Spent opening;
    AppendCost append;
    AppendCost reference; // the same of a log that stayed small, by turns with it
    std::vector<PageCost> pages;
    EvidenceCost evidence;
};

// Prints what it measured, each size when it is done. Errors: ResourceExhausted (the disk has no
// room for so many records), those of the log, Cancelled (Ctrl-C); no file is left behind.
[[nodiscard]] Result<ExitCode> runAuditBench(const AuditBenchOptions& options);

[[nodiscard]] nlohmann::json toJson(const TreeCost& cost);
[[nodiscard]] nlohmann::json toJson(AuditSize& size);
[[nodiscard]] std::string formatTreeCosts(const std::vector<TreeCost>& costs);
[[nodiscard]] std::string formatSize(AuditSize& size);

} // namespace portcullis::ctl::bench
