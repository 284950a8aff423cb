#include "gateway/engine/replay_buffer.h"

#include <algorithm>
#include <utility>

namespace portcullis::engine {

void ReplayBudget::makeRoom()
{
    while (m_bytes > kMaxBytes) {
        (*std::ranges::max_element(m_buffers, {}, &ReplayBuffer::m_bytes))->dropOne();
    }
}

ReplayBuffer::ReplayBuffer(std::shared_ptr<ReplayBudget> budget)
    : m_budget(std::move(budget))
{
    m_budget->m_buffers.insert(this);
}

ReplayBuffer::~ReplayBuffer()
{
    m_budget->m_bytes -= m_bytes;
    m_budget->m_buffers.erase(this);
}

void ReplayBuffer::count(const Kept& kept)
{
    m_bytes += kept.bytes.size();
    m_budget->m_bytes += kept.bytes.size();
}

void ReplayBuffer::discount(const Kept& kept)
{
    m_bytes -= kept.bytes.size();
    m_budget->m_bytes -= kept.bytes.size();
}

void ReplayBuffer::dropOne()
{
    auto victim = std::ranges::find(m_kept, true, &Kept::sent);
    if (victim == m_kept.end()) {
        victim = m_kept.begin();
    }
    ++m_budget->m_dropped.events;
    m_budget->m_dropped.undelivered += victim->sent ? 0 : 1;
    discount(*victim);
    m_kept.erase(victim);
}

void ReplayBuffer::keep(std::uint32_t stream, std::uint64_t sequence, std::string bytes, bool sent)
{
    if (sent && bytes.size() > kMaxBytes) {
        return;
    }
    m_kept.push_back({stream, sequence, std::move(bytes), sent, m_budget->m_clock.monotonicNow()});
    count(m_kept.back());
    while (m_kept.size() > kMaxEvents || (m_kept.size() > 1 && m_bytes > kMaxBytes)) {
        dropOne();
    }
    m_budget->makeRoom();
}

void ReplayBuffer::replay(std::uint32_t stream,
                          std::uint64_t after,
                          const std::function<void(const std::string&)>& each)
{
    for (Kept& kept : m_kept) {
        if (kept.stream == stream && kept.sequence > after) {
            each(kept.bytes);
            kept.sent = true;
        }
    }
}

void ReplayBuffer::forget(std::uint32_t stream)
{
    std::erase_if(m_kept, [this, stream](const Kept& kept) {
        if (kept.stream != stream) {
            return false;
        }
        discount(kept);
        return true;
    });
}

void ReplayBuffer::expire(MonotonicTime now)
{
    while (!m_kept.empty() && now - m_kept.front().at > kLife) {
        discount(m_kept.front());
        m_kept.pop_front();
    }
}

} // namespace portcullis::engine
