#pragma once

#include "gateway/engine/gateway_impl.h"

#include <memory>
#include <stop_token>
#include <utility>

// How the gateway asks its log something that takes long; for the files that do.
namespace portcullis::engine {

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

template <typename T, typename Ask>
void Gateway::Impl::askLog(api::JobWatch watch, const api::Completion<T>& done, Ask ask)
{
    askLogOn(m_jobs, std::move(watch), done, std::move(ask));
}

template <typename T, typename Ask>
void Gateway::Impl::askLogAtOnce(const api::Completion<T>& done, Ask ask)
{
    askLogOn(m_holds, {}, done, std::move(ask));
}

template <typename T, typename Ask>
void Gateway::Impl::askLogOn(const Strand& strand,
                             api::JobWatch watch,
                             const api::Completion<T>& done,
                             Ask ask)
{
    if (!m_runtime || m_state == api::GatewayState::Stopping) {
        done(locked());
        return;
    }
    auto answer = std::make_shared<Result<T>>(locked());
    ++m_handlers; // its record comes before the run's last
    run(
        strand,
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

} // namespace portcullis::engine
