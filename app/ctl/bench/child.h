#pragma once

#include "app/ctl/bench/file_descriptor.h"
#include "gateway/base/result.h"

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace portcullis::ctl::bench {

enum class ChildStreams
{
    Pipes,     // standard input and output are pipes to this process
    OutputOnly // standard output is; the child has no input
};

// A process under measurement. Ended when this goes: asked, then forced.
// Owner: whoever started it. Thread: one at a time. Errors: IoError from start().
class Child
{
public:
    Child() = default;
    [[nodiscard]] static Result<Child> start(const std::vector<std::string>& command,
                                             ChildStreams streams);
    ~Child();
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;
    Child(Child&& other) noexcept;
    Child& operator=(Child&& other) noexcept;

    [[nodiscard]] pid_t pid() const { return m_pid; }

    [[nodiscard]] int input() const { return m_input.get(); }

    [[nodiscard]] int output() const { return m_output.get(); }

    // The next line of standard output; nothing at its end or after so long without one.
    [[nodiscard]] std::optional<std::string> readLine(std::chrono::milliseconds patience);
    // All that is left of standard output, to its end.
    [[nodiscard]] std::string readAll();
    // Waits at most so long for the end; nothing when it has not come.
    [[nodiscard]] std::optional<int> waitForEnd(std::chrono::milliseconds patience);
    void stop(std::chrono::milliseconds patience = std::chrono::seconds(5));

private:
    pid_t m_pid = -1;
    FileDescriptor m_input;
    FileDescriptor m_output;
    std::string m_pending;
};

// What /proc says of a running process.
struct ProcessUse
{
    std::chrono::microseconds cpu{}; // user and system, all threads
    std::int64_t residentKb = 0;
    std::int64_t peakKb = 0;
};

[[nodiscard]] ProcessUse useOf(pid_t pid);
// Makes the peak begin anew from what is resident now. False when the system does not let this
// user: a process that keeps its memory private belongs to root in /proc.
[[nodiscard]] bool resetPeak(pid_t pid);

} // namespace portcullis::ctl::bench
