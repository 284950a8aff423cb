#include "gateway/engine/retry_memory.h"

#include "gateway/base/crypto.h"
#include "gateway/base/encoding.h"

#include <algorithm>

namespace portcullis::engine {

using http::Task;

Retry::Retry(const http::asio::any_io_executor& executor, std::string answers)
    : m_answers(std::move(answers))
    , m_over(executor)
{}

Task<std::optional<Conclusion>> Retry::ended(std::shared_ptr<Retry> self)
{
    co_await self->m_over.wait();
    co_return self->m_conclusion;
}

void Retry::end(const Conclusion& conclusion)
{
    if (!m_over.isOpen()) {
        m_conclusion = conclusion;
        m_over.open();
    }
}

RetryMemory::RetryMemory(const Clock& clock)
    : m_clock(clock)
{}

RetryMemory::Entry RetryMemory::enter(const http::asio::any_io_executor& executor,
                                      const std::string& state,
                                      const std::string& answers)
{
    const std::string name = toHex(sha256(state));
    const std::string brought = toHex(sha256(answers));
    if (const auto known = m_retries.find(name); known != m_retries.end()) {
        const std::shared_ptr<Retry> retry = known->second.retry;
        if (retry->m_answers == brought) {
            return {Kind::Repeated, retry};
        }
        const auto& ended = retry->m_conclusion;
        if (!ended || ended->outcome != api::Outcome::InputRequired) {
            return {};
        }
        m_retries.erase(known); // it was asked for more, and says more now
    }
    auto retry = std::make_shared<Retry>(executor, brought);
    m_retries[name] = {retry, m_clock.monotonicNow(), false};
    makeRoom();
    auto close = [retry](Retry*) { retry->m_over.open(); };
    return {Kind::First, std::shared_ptr<Retry>(retry.get(), std::move(close))};
}

// What is over gives way, the oldest first.
void RetryMemory::makeRoom()
{
    const auto sizeOf = [](const auto& entry) {
        const auto& ended = entry.second.retry->m_conclusion;
        return ended ? ended->answer.size() : 0;
    };
    std::size_t bytes = 0;
    for (const auto& entry : m_retries) {
        bytes += sizeOf(entry);
    }
    while (bytes > kMostBytes || m_retries.size() > kMost) {
        auto oldest = m_retries.end();
        for (auto entry = m_retries.begin(); entry != m_retries.end(); ++entry) {
            const bool over = entry->second.retry->m_over.isOpen();
            if (over && (oldest == m_retries.end() || entry->second.since < oldest->second.since)) {
                oldest = entry;
            }
        }
        if (oldest == m_retries.end()) {
            return; // all of them run: their number has a limit of its own
        }
        bytes -= sizeOf(*oldest);
        m_retries.erase(oldest);
    }
}

void RetryMemory::sweep()
{
    const MonotonicTime now = m_clock.monotonicNow();
    for (auto& [name, known] : m_retries) {
        if (!known.over && known.retry->m_over.isOpen()) {
            known.over = true;
            known.since = now;
        }
    }
    std::erase_if(m_retries, [now](const auto& entry) {
        return entry.second.over && now - entry.second.since > kLife;
    });
}

} // namespace portcullis::engine
