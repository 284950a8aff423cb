#include "gateway/upstream/process.h"

#include "gateway/upstream/supervisor.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <array>
#include <charconv>
#include <csignal>
#include <cstring>
#include <utility>

namespace portcullis::upstream {

std::string describe(const ProcessEnd& end)
{
    const std::string value = std::to_string(end.value);
    switch (end.kind) {
    case ProcessEnd::Kind::Exited:
        return "it exited with status " + value;
    case ProcessEnd::Kind::Signalled: {
        const char* name = ::sigabbrev_np(end.value);
        return "it was ended by signal " + value +
               (name != nullptr ? " (SIG" + std::string(name) + ")" : "");
    }
    case ProcessEnd::Kind::NotStarted:
        return "its program could not be started: " + std::string(::strerrordesc_np(end.value));
    case ProcessEnd::Kind::Unknown:
        break;
    }
    return "its supervisor ended unexpectedly";
}

Process::Process(asio::io_context& io, const detail::SpawnedChild& child)
    : m_input(io, child.input)
    , m_output(io, child.output)
    , m_errors(io, child.errors)
    , m_lifeline(io, child.lifeline)
    , m_status(io, child.status)
    , m_exit(io, child.exitFd)
    , m_gone(io.get_executor())
{
    // Otherwise Asio's own write_some() would wait for a child that does not read.
    m_input.non_blocking(true);
    m_lifeline.non_blocking(true);
}

Result<std::shared_ptr<Process>> Process::start(asio::io_context& io,
                                                const ProcessOptions& options,
                                                std::function<void(ProcessEnd)> onEnd)
{
    auto child = detail::spawn(options);
    if (!child) {
        return fail(std::move(child.error()));
    }
    auto process = std::make_shared<Process>(io, *child);
    process->m_onEnd = std::move(onEnd);
    asio::co_spawn(io, watch(process), asio::detached);
    return process;
}

Task<> Process::watch(std::shared_ptr<Process> self)
{
    std::array<char, 64> text{};
    std::size_t size = 0;
    boost::system::error_code error;
    while (!error && size < text.size()) {
        const auto space = asio::buffer(text.data() + size, text.size() - size);
        size += co_await self->m_status.async_read_some(
            space, asio::redirect_error(asio::use_awaitable, error));
        self->readStatus(std::string_view(text.data(), size));
    }
    self->m_status.close(error);
    const auto readable = asio::posix::stream_descriptor::wait_read;
    co_await self->m_exit.async_wait(readable, asio::redirect_error(asio::use_awaitable, error));
    detail::collect(self->m_exit.native_handle());
    self->m_exit.close(error);
    if (!self->m_end) {
        self->readStatus("unknown 0\n");
    }
    self->release();
    self->m_gone.open();
}

void Process::readStatus(std::string_view text)
{
    const std::size_t space = text.find(' ');
    if (m_end || !text.ends_with('\n') || space == std::string_view::npos) {
        return;
    }
    ProcessEnd end;
    std::from_chars(text.data() + space + 1, text.data() + text.size(), end.value);
    const std::string_view word = text.substr(0, space);
    if (word == "exit") {
        end.kind = ProcessEnd::Kind::Exited;
    } else if (word == "signal") {
        end.kind = ProcessEnd::Kind::Signalled;
    } else if (word == "exec") {
        end.kind = ProcessEnd::Kind::NotStarted;
    }
    m_end = end;
    if (auto onEnd = std::exchange(m_onEnd, nullptr)) {
        onEnd(end);
    }
}

void Process::release()
{
    boost::system::error_code ignored;
    m_input.close(ignored);
    if (m_lifeline.is_open()) {
        m_lifeline.write_some(asio::buffer(&kOrderlyStop, 1), ignored);
        m_lifeline.close(ignored);
    }
}

} // namespace portcullis::upstream
