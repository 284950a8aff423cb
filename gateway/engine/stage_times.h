#pragma once

#include <chrono>
#include <cstdint>

namespace portcullis::engine {

// Where the time of calls goes, summed up for measurements. Nanoseconds.
// Owner: engine. Thread: gateway.
struct StageTimes
{
    std::uint64_t calls = 0;
    std::uint64_t parse = 0;    // JSON and envelope
    std::uint64_t decide = 0;   // routing, key, allow-list
    std::uint64_t intent = 0;   // waiting for the intent's commit
    std::uint64_t upstream = 0; // waiting for the server
    std::uint64_t outcome = 0;  // waiting for the outcome's commit
    std::uint64_t encode = 0;   // shaping and writing the answer
};

// Adds the time between construction and stop() to one sum.
class StageTimer
{
public:
    explicit StageTimer(std::uint64_t& sum)
        : m_sum(sum)
        , m_begin(std::chrono::steady_clock::now())
    {}

    void stop()
    {
        const auto spent = std::chrono::steady_clock::now() - m_begin;
        m_sum += static_cast<std::uint64_t>(
            std::chrono::duration_cast<std::chrono::nanoseconds>(spent).count());
    }

private:
    std::uint64_t& m_sum;
    std::chrono::steady_clock::time_point m_begin;
};

[[nodiscard]] inline std::int64_t steadyMicros()
{
    return std::chrono::duration_cast<std::chrono::microseconds>(
               std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

} // namespace portcullis::engine
