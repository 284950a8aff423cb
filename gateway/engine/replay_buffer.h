#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>

namespace portcullis::engine {

// What all sessions together keep for clients that come back.
struct ReplayBudget
{
    static constexpr std::size_t kMaxBytes = 64 * 1024 * 1024;
    std::size_t bytes = 0;
};

// The events a session keeps of all its streams. It drops the oldest when it is full; one event
// that alone is larger than the buffer is kept only while nobody has received it, because it may be
// the only answer.
//
// Owner: Session, shared with its streams. Thread: gateway. Errors: none.
class ReplayBuffer
{
public:
    static constexpr std::size_t kMaxEvents = 500;
    static constexpr std::size_t kMaxBytes = 1024 * 1024;

    explicit ReplayBuffer(std::shared_ptr<ReplayBudget> budget);
    ~ReplayBuffer();

    ReplayBuffer(const ReplayBuffer&) = delete;
    ReplayBuffer& operator=(const ReplayBuffer&) = delete;
    ReplayBuffer(ReplayBuffer&&) = delete;
    ReplayBuffer& operator=(ReplayBuffer&&) = delete;

    // `sent`: a connection has it already.
    void keep(std::uint32_t stream, std::uint64_t sequence, std::string bytes, bool sent);
    // Every kept event of a stream after a sequence number, in order.
    void replay(std::uint32_t stream,
                std::uint64_t after,
                const std::function<void(const std::string&)>& each) const;
    void forget(std::uint32_t stream);

    [[nodiscard]] std::size_t bytes() const { return m_bytes; }

    [[nodiscard]] std::size_t events() const { return m_kept.size(); }

private:
    struct Kept
    {
        std::uint32_t stream;
        std::uint64_t sequence;
        std::string bytes;
    };

    void count(const Kept& kept);
    void discount(const Kept& kept);
    [[nodiscard]] bool tooMuch() const;

    std::shared_ptr<ReplayBudget> m_budget;
    std::deque<Kept> m_kept;
    std::size_t m_bytes = 0;
};

} // namespace portcullis::engine
