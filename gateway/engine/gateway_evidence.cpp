#include "gateway/engine/ask_log.h"
#include "gateway/engine/gateway_impl.h"

#include <filesystem>
#include <system_error>
#include <utility>

namespace portcullis::engine {

namespace {

// A bundle that stays its owner's is one that whoever asked for it cannot fetch: they see that.
void letGroupRead(const std::filesystem::path& bundle)
{
    using std::filesystem::perms;
    std::error_code ignored;
    std::filesystem::permissions(
        bundle, perms::owner_read | perms::owner_write | perms::group_read, ignored);
}

} // namespace

// The gateway writes with its own rights: what its files are, its caller must not choose.
Result<> Gateway::Face::checkOutput(const std::filesystem::path& output) const
{
    if (!output.is_absolute()) {
        return fail(ErrorCode::InvalidArgument, "The bundle needs a full path to be written to.");
    }
    if (!m_exports) {
        return {};
    }
    if (m_exports->empty()) {
        return fail(ErrorCode::PermissionDenied,
                    "This gateway runs as another account and has no folder for bundles: start it "
                    "with --exports.");
    }
    if (output.parent_path() != *m_exports || output.filename() == "..") {
        return fail(ErrorCode::InvalidArgument,
                    "This gateway runs as another account and writes bundles in " +
                        m_exports->string() + " alone: give a path there.");
    }
    return {};
}

void Gateway::Face::exportBundle(api::ExportRequest request,
                                 SecretBytes secret,
                                 std::filesystem::path output,
                                 api::JobWatch watch,
                                 api::Completion<api::ExportSummary> done)
{
    if (auto usable = checkOutput(output); !usable) {
        done(fail(std::move(usable.error())));
        return;
    }
    auto shared = std::make_shared<const SecretBytes>(std::move(secret));
    auto ask = [request = std::move(request),
                secret = std::move(shared),
                output = std::move(output),
                by = m_by,
                shared = m_exports.has_value(),
                program = m_impl.options().tokenProgram](audit::AuditLog& log,
                                                         const api::JobWatch& job) {
        auto summary = log.exportBundle(request, {*secret, program}, output, by, job);
        if (summary && shared) {
            letGroupRead(output);
        }
        return summary;
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
