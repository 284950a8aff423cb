#pragma once

#include "gateway/upstream/channel.h"
#include "gateway/upstream/line_splitter.h"
#include "gateway/upstream/pace.h"
#include "gateway/upstream/process.h"
#include "gateway/upstream/server_log.h"

#include <deque>
#include <memory>

namespace portcullis::upstream {

// The standard streams of one child (C.4). Reading and writing never wait for the child: what it
// does not take is queued up to 64 MiB.
class StdioChannel final : public Channel, public std::enable_shared_from_this<StdioChannel>
{
public:
    static constexpr std::size_t kQueueBytes = 64 * 1024 * 1024;
    static constexpr std::uint32_t kJunkLines = 100;  // in a row (C-56)
    static constexpr std::uint32_t kTooLongLines = 5; // in a row (G-52)

    struct Parts
    {
        ProcessOptions process;
        std::size_t lineBytes = 16 * 1024 * 1024;
        std::shared_ptr<ServerLog> log;
    };

    [[nodiscard]] static Result<std::shared_ptr<StdioChannel>> start(asio::io_context& io,
                                                                     const Parts& parts);

    StdioChannel(asio::io_context& io, std::size_t lineBytes, std::shared_ptr<ServerLog> log);
    ~StdioChannel() override;
    StdioChannel(const StdioChannel&) = delete;
    StdioChannel& operator=(const StdioChannel&) = delete;

    void attach(std::weak_ptr<ChannelSink> sink) override;
    [[nodiscard]] Result<> send(Outgoing message) override;

    void forget(std::int64_t) override {}

    [[nodiscard]] bool forgettingCancels() const override { return false; }

    [[nodiscard]] bool answersForgotten() const override { return true; }

    void speak(protocol::Revision) override {}

    void listen() override {}

    void close() override;
    Task<bool> gone(std::chrono::milliseconds limit) override;

private:
    static Task<> readOutput(std::shared_ptr<StdioChannel> self);
    static Task<> readErrors(std::shared_ptr<Process> process, std::shared_ptr<ServerLog> log);
    static Task<> writeQueue(std::shared_ptr<StdioChannel> self);
    static Task<> finishAfterEnd(std::shared_ptr<StdioChannel> self);

    bool writeNow(std::string& line);
    // How many.
    std::size_t readLines();
    void handleLine(LineSplitter::Line line);
    void handleLongLine(const LineSplitter::Line& line);
    void breakOff(Error error);
    [[nodiscard]] Error endOfOutput() const;

    asio::io_context& m_io;
    std::shared_ptr<Process> m_process;
    std::shared_ptr<ServerLog> m_log;
    std::weak_ptr<ChannelSink> m_sink;
    LineSplitter m_lines;
    Pace m_pace;
    std::deque<std::string> m_queue;
    std::size_t m_queued = 0;
    bool m_writing = false;
    bool m_closed = false;
    std::uint32_t m_junk = 0;
    std::uint32_t m_tooLong = 0;
    Gate m_ended;
};

} // namespace portcullis::upstream
