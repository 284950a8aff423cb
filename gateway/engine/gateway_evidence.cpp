#include "gateway/engine/gateway_impl.h"

#include <utility>

namespace portcullis::engine {

namespace {

// Stops for whoever has asked, and at the gateway's end.
class EitherStop
{
public:
    EitherStop(const std::stop_token& one, const std::stop_token& other)
        : m_one(one, Request{m_source})
        , m_other(other, Request{m_source})
    {}

    [[nodiscard]] std::stop_token token() const { return m_source.get_token(); }

private:
    struct Request
    {
        std::stop_source source;

        void operator()() { source.request_stop(); }
    };

    std::stop_source m_source;
    std::stop_callback<Request> m_one;
    std::stop_callback<Request> m_other;
};

} // namespace

template <typename T, typename Ask>
void Gateway::Impl::askLog(api::JobWatch watch, const api::Completion<T>& done, Ask ask)
{
    if (!m_runtime || m_state == api::GatewayState::Stopping) {
        done(locked());
        return;
    }
    auto answer = std::make_shared<Result<T>>(locked());
    ++m_handlers; // its record comes before the run's last
    run(
        m_jobs,
        [log = m_runtime->log,
         end = m_stopJobs.get_token(),
         watch = std::move(watch),
         ask = std::move(ask),
         answer] {
            const EitherStop stop(watch.stop, end);
            *answer = ask(*log, api::JobWatch{watch.progress, stop.token()});
        },
        [this, answer, done] {
            done(std::move(*answer));
            --m_handlers;
            m_quiet.notify();
        });
}

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
