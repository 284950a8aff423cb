#pragma once

#include <chrono>

// Time spent on processors, which other programs on the machine do not lengthen much. Any thread.
namespace portcullis::ctl::bench {

// User and system time of the calling thread.
[[nodiscard]] std::chrono::nanoseconds threadCpu();
// The same of all threads of this process together.
[[nodiscard]] std::chrono::nanoseconds processCpu();

// A stretch of work, by the clock and by what it took of the processors.
struct Spent
{
    std::chrono::nanoseconds wall{};
    std::chrono::nanoseconds cpu{}; // of all threads

    Spent& operator+=(const Spent& other)
    {
        wall += other.wall;
        cpu += other.cpu;
        return *this;
    }

    [[nodiscard]] double wallSeconds() const { return static_cast<double>(wall.count()) / 1e9; }

    [[nodiscard]] double cpuSeconds() const { return static_cast<double>(cpu.count()) / 1e9; }
};

// From its making on. Owner: who measures. Thread: its own.
class Stopwatch
{
public:
    [[nodiscard]] Spent spent() const
    {
        return {std::chrono::steady_clock::now() - m_start, processCpu() - m_cpu};
    }

private:
    std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
    std::chrono::nanoseconds m_cpu = processCpu();
};

} // namespace portcullis::ctl::bench
