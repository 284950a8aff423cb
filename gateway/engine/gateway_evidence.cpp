#include "gateway/engine/ask_log.h"
#include "gateway/engine/gateway_impl.h"

#include <utility>

namespace portcullis::engine {

void Gateway::Face::exportBundle(api::ExportRequest request,
                                 SecretBytes secret,
                                 std::filesystem::path output,
                                 api::JobWatch watch,
                                 api::Completion<api::ExportSummary> done)
{
    if (!output.is_absolute()) {
        done(fail(ErrorCode::InvalidArgument, "The bundle needs a full path to be written to."));
        return;
    }
    auto shared = std::make_shared<const SecretBytes>(std::move(secret));
    auto ask = [request = std::move(request),
                secret = std::move(shared),
                output = std::move(output),
                by = m_by,
                program = m_impl.tokenProgram()](audit::AuditLog& log, const api::JobWatch& job) {
        return log.exportBundle(request, {*secret, program}, output, by, job);
    };
    if (!m_impl.post([this, ask = std::move(ask), watch = std::move(watch), done] {
            m_impl.askLog(watch, done, ask);
        })) {
        done(gone());
    }
}

void Gateway::Face::checkLog(api::CheckRequest request,
                             api::JobWatch watch,
                             api::Completion<api::LogReport> done)
{
    auto ask = [request = std::move(request), by = m_by](audit::AuditLog& log,
                                                         const api::JobWatch& job) {
        return log.check(request, by, job);
    };
    if (!m_impl.post([this, ask = std::move(ask), watch = std::move(watch), done] {
            m_impl.askLog(watch, done, ask);
        })) {
        done(gone());
    }
}

void Gateway::Face::checkpoint(std::uint64_t since, api::Completion<api::Checkpoint> done)
{
    const auto ask = [since](audit::AuditLog& log, const api::JobWatch&) {
        return log.checkpoint(since);
    };
    if (!m_impl.post([this, ask, done] { m_impl.askLog({}, done, ask); })) {
        done(gone());
    }
}

} // namespace portcullis::engine
