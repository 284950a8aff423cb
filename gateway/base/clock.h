#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace portcullis {

// Wall time to show and to record; it may jump. Microseconds since the Unix epoch, UTC.
using WallTime = std::chrono::sys_time<std::chrono::microseconds>;
// Time to measure intervals and deadlines with; it never jumps.
using MonotonicTime = std::chrono::steady_clock::time_point;

// Where time comes from, injected so that tests set it. Thread: any; implementations are
// thread-safe.
class Clock
{
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual WallTime wallNow() const = 0;
    [[nodiscard]] virtual MonotonicTime monotonicNow() const = 0;
    // What has passed since some moment, while the computer slept too; never jumps. The wall clock
    // less this changes only when somebody sets the wall clock.
    [[nodiscard]] virtual std::chrono::microseconds elapsedNow() const = 0;
};

class SystemClock final : public Clock
{
public:
    [[nodiscard]] WallTime wallNow() const override;
    [[nodiscard]] MonotonicTime monotonicNow() const override;
    [[nodiscard]] std::chrono::microseconds elapsedNow() const override;
};

// Microseconds since the epoch, as stored in records and configuration.
[[nodiscard]] std::int64_t toMicros(WallTime time);
[[nodiscard]] WallTime fromMicros(std::int64_t micros);

// RFC 3339 in UTC with milliseconds: 2026-11-22T09:30:00.125Z.
[[nodiscard]] std::string formatTime(WallTime time);
// Reads what formatTime writes, with or without a fraction; false when it is not such a time.
[[nodiscard]] bool parseTime(std::string_view text, WallTime& time);

} // namespace portcullis
