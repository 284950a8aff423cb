#include "gateway/upstream/stdio_channel.h"

#include "gateway/protocol/text.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <utility>

namespace portcullis::upstream {

namespace {

constexpr std::size_t kReadBytes = 64 * 1024;
constexpr std::size_t kStderrLine = 8 * 1024;
constexpr std::size_t kShownOfALine = 200; // of one that is not a message
// How long answers written just before the end may take to come through, when a descendant still
// holds the pipe; and how long a child that closed its output may take to exit and give a reason.
constexpr std::chrono::milliseconds kDrain{300};

} // namespace

StdioChannel::StdioChannel(asio::io_context& io,
                           std::size_t lineBytes,
                           std::shared_ptr<ServerLog> log)
    : m_io(io)
    , m_log(std::move(log))
    , m_lines(lineBytes)
    , m_pace(io)
    , m_ended(io.get_executor())
{}

StdioChannel::~StdioChannel()
{
    if (m_process != nullptr) {
        m_process->release();
    }
}

Result<std::shared_ptr<StdioChannel>> StdioChannel::start(asio::io_context& io, const Parts& parts)
{
    auto channel = std::make_shared<StdioChannel>(io, parts.lineBytes, parts.log);
    auto onEnd = [weak = channel->weak_from_this()](ProcessEnd) {
        if (const auto self = weak.lock()) {
            self->m_ended.open();
        }
    };
    auto process = Process::start(io, parts.process, std::move(onEnd));
    if (!process) {
        return fail(std::move(process.error()));
    }
    channel->m_process = std::move(*process);
    return channel;
}

void StdioChannel::attach(std::weak_ptr<ChannelSink> sink)
{
    m_sink = std::move(sink);
    asio::co_spawn(m_io, readOutput(shared_from_this()), asio::detached);
    asio::co_spawn(m_io, readErrors(m_process, m_log), asio::detached);
    asio::co_spawn(m_io, finishAfterEnd(shared_from_this()), asio::detached);
}

Result<> StdioChannel::send(Outgoing message)
{
    if (m_closed) {
        return fail(ErrorCode::Unavailable, "The server is not running.");
    }
    message.text += '\n';
    if (!m_writing && writeNow(message.text)) {
        return {};
    }
    if (m_queued + message.text.size() > kQueueBytes) {
        return fail(ErrorCode::Unavailable, "The server does not read what it is sent.");
    }
    m_queued += message.text.size();
    m_queue.push_back(std::move(message.text));
    if (!m_writing) {
        m_writing = true;
        asio::co_spawn(m_io, writeQueue(shared_from_this()), asio::detached);
    }
    return {};
}

// Usually the pipe has room and nothing needs to be queued. Leaves in `line` what did not fit.
bool StdioChannel::writeNow(std::string& line)
{
    boost::system::error_code error;
    const std::size_t written = m_process->input().write_some(asio::buffer(line), error);
    if (error && error != asio::error::would_block) {
        return true; // the end of the output tells why
    }
    line.erase(0, written);
    return line.empty();
}

Task<> StdioChannel::writeQueue(std::shared_ptr<StdioChannel> self)
{
    boost::system::error_code error;
    while (!error && !self->m_queue.empty()) {
        std::string& line = self->m_queue.front();
        std::size_t written = 0;
        while (!error && written < line.size()) {
            const auto rest = asio::buffer(line) + written;
            written += co_await self->m_process->input().async_write_some(
                rest, asio::redirect_error(asio::use_awaitable, error));
        }
        self->m_queued -= line.size();
        self->m_queue.pop_front();
    }
    self->m_queue.clear();
    self->m_queued = 0;
    self->m_writing = false;
}

Task<> StdioChannel::readOutput(std::shared_ptr<StdioChannel> self)
{
    boost::system::error_code error;
    while (!error) {
        const std::span<char> room = self->m_lines.prepare(kReadBytes);
        const auto space = asio::buffer(room.data(), room.size());
        const std::size_t size = co_await self->m_process->output().async_read_some(
            space, asio::redirect_error(asio::use_awaitable, error));
        self->m_lines.commit(size);
        const std::size_t lines = self->readLines();
        co_await self->m_pace.take(lines);
    }
    if (!self->m_closed) {
        co_await self->m_ended.waitFor(kDrain);
    }
    self->breakOff(self->endOfOutput());
}

// A child that has ended while something else still holds its output open.
Task<> StdioChannel::finishAfterEnd(std::shared_ptr<StdioChannel> self)
{
    co_await self->m_ended.wait();
    asio::steady_timer drain(self->m_io, kDrain);
    boost::system::error_code ignored;
    co_await drain.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    self->breakOff(self->endOfOutput());
    self->m_process->output().close(ignored);
}

std::size_t StdioChannel::readLines()
{
    std::size_t lines = 0;
    while (auto line = m_lines.next()) {
        ++lines;
        if (!m_closed) { // what comes after the end is read so that the child can go on, and
                         // dropped
            handleLine(std::move(*line));
        }
    }
    return lines;
}

void StdioChannel::handleLine(LineSplitter::Line line)
{
    if (line.tooLong) {
        handleLongLine(line);
        return;
    }
    m_tooLong = 0;
    const std::string beginning = line.text.substr(0, kShownOfALine);
    const auto sink = m_sink.lock();
    if (sink == nullptr || sink->received(std::move(line.text), 0)) {
        m_junk = 0;
        return;
    }
    std::string start = protocol::excerpt(beginning, kShownOfALine);
    m_log->note("a line of standard output is not a message: " + start);
    if (++m_junk >= kJunkLines) {
        breakOff({ErrorCode::ProtocolError,
                  "The server prints text to its standard output, where only messages may stand: "
                  "make it log to standard error.",
                  std::move(start)});
    }
}

void StdioChannel::handleLongLine(const LineSplitter::Line& line)
{
    m_log->note("a line of standard output was too long and has been dropped");
    const Error error{ErrorCode::ResourceExhausted, "The server's answer is too large.", {}};
    const auto id = guessId(line.head, line.tail);
    if (!id || ++m_tooLong >= kTooLongLines) {
        breakOff(error);
    } else if (const auto sink = m_sink.lock()) {
        sink->undelivered(*id, {.error = error});
    }
}

Error StdioChannel::endOfOutput() const
{
    const auto& end = m_process->end();
    Error error{ErrorCode::Unavailable, "The server closed its standard output.", {}};
    if (end) {
        error.message = "The server is not running: " + describe(*end) + ".";
        if (end->kind == ProcessEnd::Kind::NotStarted) {
            error.code = ErrorCode::InvalidArgument;
            error.message += " Check the command and the working directory.";
        }
    }
    return error;
}

void StdioChannel::breakOff(Error error)
{
    if (m_closed) {
        return;
    }
    close();
    if (const auto sink = m_sink.lock()) {
        sink->closed({.error = std::move(error)});
    }
}

void StdioChannel::close()
{
    m_closed = true;
    m_pace.stop();
    m_process->release();
}

Task<bool> StdioChannel::gone(std::chrono::milliseconds limit)
{
    const auto process = m_process;
    co_return co_await process->gone().waitFor(limit);
}

Task<> StdioChannel::readErrors(std::shared_ptr<Process> process, std::shared_ptr<ServerLog> log)
{
    LineSplitter lines(kStderrLine);
    boost::system::error_code error;
    while (!error) {
        const std::span<char> room = lines.prepare(kReadBytes);
        const auto space = asio::buffer(room.data(), room.size());
        const std::size_t size = co_await process->errors().async_read_some(
            space, asio::redirect_error(asio::use_awaitable, error));
        lines.commit(size);
        while (const auto line = lines.next()) {
            log->line(line->tooLong ? line->head + " (a long line was cut)" : line->text);
        }
    }
    if (!lines.rest().empty()) {
        log->line(lines.rest());
    }
}

} // namespace portcullis::upstream
