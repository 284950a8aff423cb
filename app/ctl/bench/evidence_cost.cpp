#include "app/ctl/bench/evidence_cost.h"

#include "app/ctl/bench/peak_memory.h"
#include "app/ctl/terminal_job.h"
#include "gateway/audit/bundle/bundle_check.h"

namespace portcullis::ctl::bench {

namespace {

constexpr std::uint64_t kMostExported = 1'000'000;
constexpr std::uint64_t kMostChecked = 2'000'000; // beyond, it would only take longer

Result<> writeBundle(MeasuredLog& log,
                     const std::filesystem::path& bundle,
                     const std::stop_token& stop,
                     EvidenceCost& cost)
{
    api::ExportRequest request;
    const std::uint64_t end = log.log().recordCount();
    request.range = api::RecordRange{end - std::min(end, kMostExported), end};
    request.purpose = "Measurement";
    request.requestedBy = "portcullisctl bench";
    const TerminalJob job("Exporting");
    const SecretBytes none;
    const PeakMemory memory;
    const Stopwatch watch;
    const auto summary =
        log.log().exportBundle(request, {none, {}}, bundle, "ctl", {job.watch().progress, stop});
    cost.writing = watch.spent();
    cost.writingKiB = memory.kibibytes();
    if (!summary) {
        return fail(summary.error());
    }
    cost.exported = summary->counts.headers;
    std::error_code ignored;
    cost.bundleBytes = std::filesystem::file_size(bundle, ignored);
    return {};
}

Result<>
checkBundle(const std::filesystem::path& bundle, const std::stop_token& stop, EvidenceCost& cost)
{
    const TerminalJob job("Checking the bundle");
    audit::bundle::CheckOptions options;
    options.progress = job.watch().progress;
    options.stop = stop;
    const PeakMemory memory;
    const Stopwatch watch;
    const auto verdict = audit::bundle::checkBundle(bundle, options);
    cost.verifying = watch.spent();
    cost.verifyingKiB = memory.kibibytes();
    if (!verdict) {
        return fail(verdict.error());
    }
    return verdict->status == audit::bundle::Verdict::Status::Invalid
               ? fail(ErrorCode::Corrupt, "The bundle is not valid: " + verdict->sentence)
               : Result<>();
}

Result<> checkLog(MeasuredLog& log, const std::stop_token& stop, EvidenceCost& cost)
{
    const TerminalJob job("Checking the log");
    const PeakMemory memory;
    const Stopwatch watch;
    const auto report = log.log().check({}, "ctl", {job.watch().progress, stop});
    cost.checking = watch.spent();
    cost.checkingKiB = memory.kibibytes();
    if (!report) {
        return fail(report.error());
    }
    cost.checked = report->records;
    return report->fault ? fail(ErrorCode::Corrupt, "The log has a fault: " + *report->fault)
                         : Result<>();
}

} // namespace

Result<EvidenceCost> measureEvidence(MeasuredLog& log, const std::stop_token& stop)
{
    const std::filesystem::path bundle = log.folder() / "bundle.zip";
    EvidenceCost cost;
    auto done = writeBundle(log, bundle, stop, cost);
    done = done ? checkBundle(bundle, stop, cost) : done;
    std::error_code ignored;
    std::filesystem::remove(bundle, ignored);
    if (done && log.log().recordCount() <= kMostChecked) {
        done = checkLog(log, stop, cost);
    }
    if (!done) {
        return fail(std::move(done.error()));
    }
    return cost;
}

} // namespace portcullis::ctl::bench
