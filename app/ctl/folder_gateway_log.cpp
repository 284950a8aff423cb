#include "app/ctl/folder_gateway.h"
#include "gateway/engine/log_opening.h"

#include <utility>

// What can be asked of the log of a folder that no gateway uses.
namespace portcullis::ctl {

namespace {

constexpr const char* kBy = "ctl"; // in records

} // namespace

void FolderGateway::acceptLog(api::Completion<> done)
{
    const auto opened = log();
    done(opened ? (*opened)->accept(kBy) : fail(opened.error()));
}

void FolderGateway::activity(api::ActivityQuery query, api::Completion<api::ActivityPage> done)
{
    std::error_code ignored;
    if (!std::filesystem::exists(m_options.dataFolder / "audit.db", ignored)) {
        done(api::ActivityPage{});
        return;
    }
    const auto opened = log();
    done(opened ? (*opened)->activity(query) : fail(opened.error()));
}

void FolderGateway::callDetails(std::int64_t n, api::Completion<api::CallDetails> done)
{
    const auto opened = log();
    done(opened ? (*opened)->details(n) : fail(opened.error()));
}

void FolderGateway::openLog(api::Completion<api::LogConnection> done)
{
    const auto opened = log();
    done(opened ? (*opened)->openReader() : fail(opened.error()));
}

void FolderGateway::signOff(api::SignOff, api::Completion<std::int64_t> done)
{
    done(fail(ErrorCode::Unsupported,
              "Records are signed off in the application that has the log open."));
}

void FolderGateway::exportBundle(api::ExportRequest request,
                                 SecretBytes secret,
                                 std::filesystem::path output,
                                 api::JobWatch watch,
                                 api::Completion<api::ExportSummary> done)
{
    const auto opened = log();
    done(opened ? (*opened)->exportBundle(
                      std::move(request), {secret, m_options.tokenProgram}, output, kBy, watch)
                : fail(opened.error()));
}

void FolderGateway::checkLog(api::CheckRequest request,
                             api::JobWatch watch,
                             api::Completion<api::LogReport> done)
{
    done(check(request, watch));
}

// As the log lies there, and only then opened to record the check: a damaged one may not open. One
// that is held back takes no record either.
Result<api::LogReport> FolderGateway::check(const api::CheckRequest& request,
                                            const api::JobWatch& watch)
{
    if (m_log) {
        return m_log->check(request, kBy, watch);
    }
    const auto key = master();
    if (!key) {
        return fail(key.error());
    }
    auto report =
        engine::checkLog(m_options.dataFolder, **key, m_clock, request, watch, m_options.logAids);
    if (!report) {
        return report;
    }
    const auto opened = log();
    auto recorded = opened ? Result<>() : fail(opened.error());
    if (opened && !(*opened)->suspension()) {
        recorded = record(audit::LogChecked{request, *report, kBy});
    }
    return recorded || report->fault ? std::move(report) : fail(std::move(recorded.error()));
}

void FolderGateway::checkpoint(std::uint64_t since, api::Completion<api::Checkpoint> done)
{
    const auto opened = log();
    done(opened ? (*opened)->checkpoint(since) : fail(opened.error()));
}

void FolderGateway::setHold(api::Hold hold, api::Completion<api::Hold> done)
{
    hold.by = kBy;
    const auto opened = log();
    done(opened ? (*opened)->setHold(std::move(hold)) : fail(opened.error()));
}

void FolderGateway::releaseHold(std::string id, std::string reason, api::Completion<> done)
{
    const auto opened = log();
    done(opened ? (*opened)->releaseHold(id, reason, kBy) : fail(opened.error()));
}

void FolderGateway::holds(api::Completion<std::vector<api::Hold>> done)
{
    const auto opened = log();
    done(opened ? (*opened)->holds() : fail(opened.error()));
}

void FolderGateway::eraseContents(api::EraseRequest request,
                                  api::JobWatch watch,
                                  api::Completion<api::EraseReport> done)
{
    const auto opened = log();
    if (auto may = mayErase(request); !may) {
        done(fail(std::move(may.error())));
        return;
    }
    done(opened ? (*opened)->erase(request, kBy, watch) : fail(opened.error()));
}

void FolderGateway::removeOld(api::RetentionRequest request,
                              api::JobWatch watch,
                              api::Completion<api::RetentionReport> done)
{
    const auto opened = log();
    if (auto may = mayRemove(request); !may) {
        done(fail(std::move(may.error())));
        return;
    }
    done(opened ? (*opened)->removeOld(request, kBy, watch) : fail(opened.error()));
}

} // namespace portcullis::ctl
