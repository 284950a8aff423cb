#include "gateway/engine/replay_buffer.h"

#include <utility>

namespace portcullis::engine {

ReplayBuffer::ReplayBuffer(std::shared_ptr<ReplayBudget> budget)
    : m_budget(std::move(budget))
{}

ReplayBuffer::~ReplayBuffer()
{
    m_budget->bytes -= m_bytes;
}

void ReplayBuffer::count(const Kept& kept)
{
    m_bytes += kept.bytes.size();
    m_budget->bytes += kept.bytes.size();
}

void ReplayBuffer::discount(const Kept& kept)
{
    m_bytes -= kept.bytes.size();
    m_budget->bytes -= kept.bytes.size();
}

bool ReplayBuffer::tooMuch() const
{
    return m_kept.size() > kMaxEvents || m_bytes > kMaxBytes ||
           m_budget->bytes > ReplayBudget::kMaxBytes;
}

void ReplayBuffer::keep(std::uint32_t stream, std::uint64_t sequence, std::string bytes, bool sent)
{
    if (sent && bytes.size() > kMaxBytes) {
        return;
    }
    m_kept.push_back({stream, sequence, std::move(bytes)});
    count(m_kept.back());
    while (m_kept.size() > 1 && tooMuch()) {
        discount(m_kept.front());
        m_kept.pop_front();
    }
    if (m_budget->bytes > ReplayBudget::kMaxBytes) {
        discount(m_kept.back());
        m_kept.pop_back();
    }
}

void ReplayBuffer::replay(std::uint32_t stream,
                          std::uint64_t after,
                          const std::function<void(const std::string&)>& each) const
{
    for (const Kept& kept : m_kept) {
        if (kept.stream == stream && kept.sequence > after) {
            each(kept.bytes);
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

} // namespace portcullis::engine
