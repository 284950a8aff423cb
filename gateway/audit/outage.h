#pragma once

#include "gateway/audit/bodies.h"
#include "gateway/base/clock.h"
#include "gateway/base/result.h"

#include <atomic>
#include <cstdint>
#include <optional>

namespace portcullis::audit {

// Follows a time in which the log takes no new calls, so that the log itself tells of it: a record
// when it begins, where one can still be written, and one when it is over.
//
// Owner: the writer. Thread: the writer's; countRefusal() any.
class Outage
{
public:
    void countRefusal() { ++m_refused; }

    // `health` is why no call is taken now, or nothing.
    void look(const std::optional<Error>& health, WallTime now);

    // Until the record that ends it is written.
    [[nodiscard]] bool lasts() const { return m_begun.has_value(); }

    // What is to be written now, if anything.
    [[nodiscard]] std::optional<LogNote> due() const;
    // What was due stands in the log, or could not be written and is left out.
    void done(const LogNote& note);

private:
    struct Begun
    {
        WallTime since{};
        ErrorCode reason = ErrorCode::Internal;
        bool isNoted = false;
        bool isOver = false;
    };

    std::optional<Begun> m_begun;
    std::atomic<std::uint64_t> m_refused{0};
};

} // namespace portcullis::audit
