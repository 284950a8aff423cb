#include "gateway/engine/audit_gate.h"
#include "gateway/engine/gateway_impl.h"
#include "gateway/engine/handler_count.h"
#include "gateway/engine/policy_gate.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>

#include <cstdio>
#include <utility>

// The gateway thread from its first turn to its last.
namespace portcullis::engine {

using http::Task;

namespace {

constexpr auto kTick = std::chrono::seconds(1);
constexpr auto kIdlePause = std::chrono::milliseconds(5);
constexpr auto kFailurePatience = std::chrono::seconds(5); // for running calls to be recorded

} // namespace

// An exception that nobody foresaw must not end the program with the log left open: from then on
// nothing is let in, what runs is cancelled and recorded, and the log is closed.
void Gateway::Impl::run()
{
    asio::post(m_io, [this] { housekeeping(); });
    for (;;) {
        try {
            m_io.run();
            return;
        } catch (const std::exception& error) {
            failed(error.what());
        } catch (...) {
            failed("unknown exception");
        }
    }
}

void Gateway::Impl::failed(std::string_view what)
{
    if (std::exchange(m_failed, true)) {
        return; // closing already
    }
    m_state = api::GatewayState::Refusing;
    m_reason = "An internal error has closed the gateway: restart Portcullis. (";
    m_reason.append(what).append(")");
    std::fprintf(stderr, "portcullis: %s\n", m_reason.c_str());
    // As jobs of their own: what fails in them must not keep the rest from being done.
    asio::post(m_io, [this] { failClosed(); });
    asio::post(m_io, [this] { statusChanged(); });
}

void Gateway::Impl::failClosed()
{
    if (m_runtime == nullptr) {
        return;
    }
    asio::co_spawn(m_io, closeLog("internal error"), asio::detached);
    m_runtime->lines().close(m_reason);
    m_runtime->calls().cancelAll("the gateway has failed");
    m_runtime->listeners.endAll();
    m_runtime->sessions.endAll("the gateway has failed");
}

// The run's last record, after those of all its calls.
Task<> Gateway::Impl::closeLog(std::string reason)
{
    if (std::exchange(m_logClosed, true)) {
        co_return;
    }
    const HandlerCount counted(m_handlers, m_quiet);
    co_await waitIdle(std::chrono::steady_clock::now() + kFailurePatience);
    m_runtime->refusals.sweep(true);
    if (auto budgets = m_runtime->budgets.state()) {
        audit::BudgetState record;
        record.state = std::move(*budgets);
        co_await commit(*m_runtime->log, std::move(record));
    }
    audit::RunClose close;
    close.reason = std::move(reason);
    co_await commit(*m_runtime->log, std::move(close));
}

void Gateway::Impl::work(std::function<void()> job, std::function<void()> after)
{
    run(m_writer, std::move(job), std::move(after));
}

void Gateway::Impl::look(std::function<void()> job, std::function<void()> after)
{
    run(m_reader, std::move(job), std::move(after));
}

void Gateway::Impl::run(const Strand& strand,
                        std::function<void()> job,
                        std::function<void()> after)
{
    asio::post(strand,
               [this,
                job = std::move(job),
                after = std::move(after),
                guard = asio::make_work_guard(m_io)] {
                   try {
                       job();
                   } catch (const std::exception& error) {
                       asio::post(m_io, [this, what = std::string(error.what())] { failed(what); });
                   }
                   if (after) {
                       asio::post(m_io, after);
                   }
               });
}

// Once a second: what only time changes.
void Gateway::Impl::housekeeping()
{
    if (m_state == api::GatewayState::Stopping) {
        return; // the timer would keep the thread alive
    }
    if (m_runtime && !m_failed) {
        m_runtime->sweep();
        keepRetention();
        m_policy->look();
        const auto sick = m_runtime->log->health();
        const std::string& why = sick ? sick->message : m_policy->problem();
        if (!why.empty() && (m_state == api::GatewayState::Running ||
                             (m_state == api::GatewayState::Refusing && m_reason != why))) {
            setState(api::GatewayState::Refusing, why);
        } else if (why.empty() && m_state == api::GatewayState::Refusing) {
            setState(api::GatewayState::Running);
        }
        statusChanged(); // counters and the minutes of the chart
    }
    m_tick.expires_after(kTick);
    m_tick.async_wait([this](const boost::system::error_code& error) {
        if (!error) {
            housekeeping();
        }
    });
}

void Gateway::Impl::stop(std::chrono::milliseconds deadline)
{
    if (!m_thread.joinable()) {
        return;
    }
    static_cast<void>(
        post([this, deadline] { asio::co_spawn(m_io, shutDown(deadline), asio::detached); }));
    m_thread.join();
}

Task<> Gateway::Impl::waitIdle(std::chrono::steady_clock::time_point until)
{
    asio::steady_timer pause(m_io);
    while (!m_runtime->idle() && std::chrono::steady_clock::now() < until) {
        boost::system::error_code ignored;
        pause.expires_after(kIdlePause);
        co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
}

Task<> Gateway::Impl::shutDown(std::chrono::milliseconds deadline)
{
    if (m_state == api::GatewayState::Stopping) {
        co_return;
    }
    setState(api::GatewayState::Stopping);
    m_stopJobs.request_stop();
    m_http->drain();
    if (m_runtime) {
        m_runtime->lines().close("The gateway is stopping.");
        co_await waitIdle(std::chrono::steady_clock::now() + deadline);
        m_runtime->calls().cancelAll("the gateway is stopping");
        m_runtime->listeners.endAll();
        m_runtime->sessions.endAll("the gateway is stopping");
        co_await m_runtime->servers.stopAll();
    }
    m_bridge.reset();
    m_control.reset();
    m_http.reset();
    m_tick.cancel();
    m_statusTimer.cancel();
    m_announceTimer.cancel();
    while (m_handlers != 0 || m_applying || m_opening) {
        co_await m_quiet.wait();
    }
    if (m_runtime) {
        co_await closeLog("stopped");
    }
    m_runtime.reset();
    {
        const std::lock_guard lock(m_gate);
        m_accepting = false;
    }
    m_guard.reset();
}

} // namespace portcullis::engine
