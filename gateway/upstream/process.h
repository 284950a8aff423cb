#pragma once

#include "gateway/base/result.h"
#include "gateway/upstream/gate.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace portcullis::upstream {

// How a child is to be started. `environment` is the whole of it, as NAME=value; it may hold
// secrets, so it is not copied.
struct ProcessOptions
{
    std::filesystem::path supervisor;
    std::vector<std::string> command;
    std::filesystem::path workingDirectory;
    const std::vector<std::string>* environment = nullptr; // during start() only
    std::chrono::milliseconds grace{3000};
    std::chrono::milliseconds term{2000};
};

// How a child ended.
struct ProcessEnd
{
    enum class Kind : std::uint8_t
    {
        Exited,
        Signalled,
        NotStarted, // value is the errno of exec
        Unknown     // the supervisor itself was killed
    };
    Kind kind = Kind::Unknown;
    int value = 0;
};

// A clause for people: "it exited with status 3".
[[nodiscard]] std::string describe(const ProcessEnd& end);

namespace detail {

// The gateway's side of a supervised child, before anything watches it.
struct SpawnedChild
{
    pid_t supervisor = -1;
    int exitFd = -1; // readable once the supervisor has ended
    int input = -1;  // of the child, non-blocking like all of these
    int output = -1;
    int errors = -1;
    int lifeline = -1;
    int status = -1;
};

// Starts portcullis-supervisor. Safe while other threads run and fork.
[[nodiscard]] Result<SpawnedChild> spawn(const ProcessOptions& options);
// Collects the exit status, so that no zombie stays.
void collect(int exitFd);

} // namespace detail

// One child behind its supervisor. Owner: StdioChannel; a watching coroutine keeps it alive until
// the supervisor has been collected. Thread: gateway. Failure: start() says why; later ends come
// through onEnd.
class Process
{
public:
    // `onEnd` is called once, when the child has ended.
    [[nodiscard]] static Result<std::shared_ptr<Process>> start(
        asio::io_context& io, const ProcessOptions& options, std::function<void(ProcessEnd)> onEnd);

    Process(asio::io_context& io, const detail::SpawnedChild& child);

    [[nodiscard]] asio::posix::stream_descriptor& input() { return m_input; }

    [[nodiscard]] asio::posix::stream_descriptor& output() { return m_output; }

    [[nodiscard]] asio::posix::stream_descriptor& errors() { return m_errors; }

    [[nodiscard]] const std::optional<ProcessEnd>& end() const { return m_end; }

    // Closes the child's input and lets the supervisor end it. Idempotent.
    void release();

    // Opens when the child and all that it started are gone and collected.
    [[nodiscard]] Gate& gone() { return m_gone; }

private:
    static Task<> watch(std::shared_ptr<Process> self);
    void readStatus(std::string_view text);

    asio::posix::stream_descriptor m_input;
    asio::posix::stream_descriptor m_output;
    asio::posix::stream_descriptor m_errors;
    asio::posix::stream_descriptor m_lifeline;
    asio::posix::stream_descriptor m_status;
    asio::posix::stream_descriptor m_exit;
    std::function<void(ProcessEnd)> m_onEnd;
    std::optional<ProcessEnd> m_end;
    Gate m_gone;
};

} // namespace portcullis::upstream
