#include "gateway/engine/retry_memory.h"

#include "gateway/base/crypto.h"
#include "gateway/base/encoding.h"

#include <utility>

namespace portcullis::engine {

using http::Task;

Retry::Retry(const http::asio::any_io_executor& executor,
             std::string answers,
             Digests before,
             std::shared_ptr<std::size_t> kept)
    : m_answers(std::move(answers))
    , m_before(std::move(before))
    , m_kept(std::move(kept))
    , m_over(executor)
{}

Retry::~Retry()
{
    forgetAnswer();
}

void Retry::forgetAnswer()
{
    if (m_conclusion) {
        *m_kept -= m_conclusion->answer.size();
        m_conclusion->answer = std::string();
    }
}

Task<std::optional<Conclusion>> Retry::ended(std::shared_ptr<Retry> self)
{
    co_await self->m_over.wait();
    co_return self->m_conclusion;
}

void Retry::end(const Conclusion& conclusion)
{
    if (!m_over.isOpen()) {
        m_conclusion = conclusion;
        *m_kept += conclusion.answer.size();
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
    Retry::Digests before;
    if (const auto known = m_retries.find(name); known != m_retries.end()) {
        const std::shared_ptr<Retry> retry = known->second.retry;
        if (retry->m_answers == brought) {
            return {Kind::Repeated, retry};
        }
        const auto& ended = retry->m_conclusion;
        before = retry->m_before;
        before.insert(retry->m_answers);
        if (!ended || ended->outcome != api::Outcome::InputRequired || before.contains(brought) ||
            before.size() >= kMostRounds) {
            return {};
        }
        m_retries.erase(known); // it was asked for more, and says more now
    }
    if (m_retries.size() >= kMost) {
        sweep();
    }
    if (m_retries.size() >= kMost) {
        return {Kind::Full, nullptr};
    }
    auto retry = std::make_shared<Retry>(executor, brought, std::move(before), m_kept);
    m_retries[name] = {retry, m_clock.monotonicNow(), false};
    makeRoom();
    auto close = [retry](Retry*) { retry->m_over.open(); };
    return {Kind::First, std::shared_ptr<Retry>(retry.get(), std::move(close))};
}

// Answers give way, the oldest first; that they were given does not, or a tool could run twice.
void RetryMemory::makeRoom()
{
    while (bytes() > kMostBytes) {
        Retry* oldest = nullptr;
        MonotonicTime since;
        for (const auto& [name, known] : m_retries) {
            const auto& ended = known.retry->m_conclusion;
            const bool holds = ended && !ended->answer.empty();
            if (holds && (oldest == nullptr || known.since < since)) {
                oldest = known.retry.get();
                since = known.since;
            }
        }
        if (oldest == nullptr) {
            return;
        }
        oldest->forgetAnswer();
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
