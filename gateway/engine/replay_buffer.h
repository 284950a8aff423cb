#pragma once

#include "gateway/base/clock.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <set>
#include <string>

namespace portcullis::engine {

class ReplayBuffer;

// What all sessions together keep for clients that come back, and what was dropped because it was
// too much.
//
// Owner: SessionTable, shared with the buffers. Thread: gateway. Errors: none.
class ReplayBudget
{
public:
    static constexpr std::size_t kMaxBytes = std::size_t{64} * 1024 * 1024;

    struct Dropped
    {
        std::uint64_t events = 0;
        std::uint64_t undelivered = 0; // of them: no connection ever had these
    };

    explicit ReplayBudget(const Clock& clock)
        : m_clock(clock)
    {}

    [[nodiscard]] std::size_t bytes() const { return m_bytes; }

    // Since it was reset.
    [[nodiscard]] const Dropped& dropped() const { return m_dropped; }

    void resetDropped() { m_dropped = {}; }

private:
    friend class ReplayBuffer;

    // Whoever keeps most gives way, so that nobody can push out what others keep.
    void makeRoom();

    const Clock& m_clock;
    std::set<ReplayBuffer*> m_buffers;
    std::size_t m_bytes = 0;
    Dropped m_dropped;
};

// The events a session keeps of all its streams. When it is full it drops the oldest that a
// connection has had, and one that nobody has received only after all of those, because it may be
// the only answer; so one may stay that alone is larger than the buffer.
//
// Owner: Session, shared with its streams. Thread: gateway. Errors: none.
class ReplayBuffer
{
public:
    static constexpr std::size_t kMaxEvents = 500;
    static constexpr std::size_t kMaxBytes = std::size_t{1024} * 1024;
    static constexpr auto kLife = std::chrono::minutes(5);

    explicit ReplayBuffer(std::shared_ptr<ReplayBudget> budget);
    ~ReplayBuffer();

    ReplayBuffer(const ReplayBuffer&) = delete;
    ReplayBuffer& operator=(const ReplayBuffer&) = delete;
    ReplayBuffer(ReplayBuffer&&) = delete;
    ReplayBuffer& operator=(ReplayBuffer&&) = delete;

    // `sent`: a connection has it already.
    void keep(std::uint32_t stream, std::uint64_t sequence, std::string bytes, bool sent);
    // Every kept event of a stream after a sequence number, in order; they count as sent.
    void replay(std::uint32_t stream,
                std::uint64_t after,
                const std::function<void(const std::string&)>& each);
    void forget(std::uint32_t stream);
    // Forgets what is older than kLife.
    void expire(MonotonicTime now);

    [[nodiscard]] std::size_t bytes() const { return m_bytes; }

    [[nodiscard]] std::size_t events() const { return m_kept.size(); }

private:
    friend class ReplayBudget;

    struct Kept
    {
        std::uint32_t stream;
        std::uint64_t sequence;
        std::string bytes;
        bool sent;
        MonotonicTime at;
    };

    void count(const Kept& kept);
    void discount(const Kept& kept);
    void dropOne();

    std::shared_ptr<ReplayBudget> m_budget;
    std::deque<Kept> m_kept;
    std::size_t m_bytes = 0;
};

} // namespace portcullis::engine
