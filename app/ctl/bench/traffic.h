#pragma once

#include "gateway/audit/record.h"
#include "gateway/base/clock.h"

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace portcullis::ctl::bench {

// A clock that traffic moves on, so that a log which is filled in minutes spans months.
class TrafficClock final : public Clock
{
public:
    static constexpr std::int64_t kStart = 1'790'000'000'000'000;

    [[nodiscard]] WallTime wallNow() const override { return fromMicros(kStart + m_passed.load()); }

    [[nodiscard]] MonotonicTime monotonicNow() const override
    {
        return MonotonicTime(elapsedNow());
    }

    [[nodiscard]] std::chrono::microseconds elapsedNow() const override
    {
        return std::chrono::microseconds(m_passed.load());
    }

    void advance(std::chrono::microseconds time) { m_passed += time.count(); }

private:
    std::atomic<std::int64_t> m_passed{0};
};

// What agents do, the same every time: calls of 1 to 2 KB between them and a few servers, refusals,
// and now and then a change of the configuration.
//
// Owner: who measures. Thread: one at a time. Failure: none.
class Traffic
{
public:
    // `clock` must outlive it.
    explicit Traffic(TrafficClock& clock);

    // The records of what happens next: the intent and the outcome of a call, or one of something
    // else. The clock is moved on to it.
    [[nodiscard]] std::vector<audit::Record> next();

    // The id of the call that began last.
    [[nodiscard]] const std::string& lastCall() const { return m_lastCall; }

private:
    [[nodiscard]] std::size_t roll(std::size_t sides) { return m_random() % sides; }

    [[nodiscard]] std::string words(std::size_t bytes);
    [[nodiscard]] audit::Content argumentsOfCall();
    [[nodiscard]] audit::Content resultOfCall();
    [[nodiscard]] audit::Caller caller();
    [[nodiscard]] CallId nextCall();
    [[nodiscard]] std::vector<audit::Record> call();
    [[nodiscard]] audit::Record refusal();
    [[nodiscard]] audit::Record change();

    TrafficClock& m_clock;
    std::mt19937_64 m_random{1};
    // More than a compressor remembers at once, so that a bundle shrinks no better than in life.
    std::array<std::shared_ptr<const std::string>, 512> m_arguments;
    std::array<std::shared_ptr<const std::string>, 512> m_results;
    std::string m_lastCall;
    std::uint64_t m_calls = 0;
    std::uint64_t m_revision = 1;
};

} // namespace portcullis::ctl::bench
