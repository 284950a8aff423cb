#pragma once

#include "gateway/base/clock.h"
#include "gateway/engine/call_conclusion.h"
#include "gateway/http/async.h"
#include "gateway/upstream/gate.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace portcullis::engine {

// One request of a client that has come back with a requestState. Owner: RetryMemory, the request
// that runs and those that wait for it. Thread: gateway.
class Retry
{
public:
    using Digests = std::set<std::string>;

    // `before` are other answers that came with the same state; `kept` counts the bytes of all
    // answers.
    Retry(const http::asio::any_io_executor& executor,
          std::string answers,
          Digests before,
          std::shared_ptr<std::size_t> kept);
    ~Retry();

    Retry(const Retry&) = delete;
    Retry& operator=(const Retry&) = delete;
    Retry(Retry&&) = delete;
    Retry& operator=(Retry&&) = delete;

    // How it ended; nothing where that is not to be repeated. Any number of waiters.
    [[nodiscard]] static http::Task<std::optional<Conclusion>> ended(std::shared_ptr<Retry> self);
    void end(const Conclusion& conclusion);

private:
    friend class RetryMemory;

    void forgetAnswer();

    std::string m_answers;
    Digests m_before;
    std::shared_ptr<std::size_t> m_kept;
    std::optional<Conclusion> m_conclusion;
    upstream::Gate m_over;
};

// What clients of the stateless era were answered when they came back with a requestState, so that
// a request that arrives twice gets one answer and nothing runs twice (B-52): the second waits for
// the first, or is given its answer for a minute. That a request was there is remembered for as
// long, even where its answer takes too much memory. Owner: CallPipeline. Thread: gateway. Errors:
// a state that was used with other answers is refused, unless it was answered with new questions;
// with too many requests in a minute, all further ones are.
class RetryMemory
{
public:
    static constexpr auto kLife = std::chrono::seconds(60);
    static constexpr std::size_t kMost = 16'384;                  // some MiB
    static constexpr std::size_t kMostBytes = 16UL * 1024 * 1024; // of answers
    static constexpr std::size_t kMostRounds = 16;                // with one state

    enum class Kind : std::uint8_t
    {
        First,    // it runs, and ends `retry`; dropped before that, it ends without an answer
        Repeated, // it waits for `retry`
        Refused,
        Full
    };

    struct Entry
    {
        Kind kind = Kind::Refused;
        std::shared_ptr<Retry> retry;
    };

    explicit RetryMemory(const Clock& clock);

    // `state` and `answers` are what the client has brought; the state is known to be its own.
    [[nodiscard]] Entry enter(const http::asio::any_io_executor& executor,
                              const std::string& state,
                              const std::string& answers);
    void sweep();

    [[nodiscard]] std::size_t size() const { return m_retries.size(); }

    // Of the answers that are kept.
    [[nodiscard]] std::size_t bytes() const { return *m_kept; }

private:
    struct Known
    {
        std::shared_ptr<Retry> retry;
        MonotonicTime since; // it began, or was first seen to be over
        bool over = false;
    };

    void makeRoom();

    const Clock& m_clock;
    std::shared_ptr<std::size_t> m_kept = std::make_shared<std::size_t>(0);
    std::map<std::string, Known, std::less<>> m_retries;
};

} // namespace portcullis::engine
