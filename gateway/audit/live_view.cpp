#include "gateway/audit/live_view.h"

namespace portcullis::audit {

void LiveView::reset(const LogState& state)
{
    const std::scoped_lock lock(m_mutex);
    m_open = state.open;
    m_used.clear();
    for (const auto& [id, counter] : state.keys) {
        m_used[KeyId(id)] = fromMicros(counter.t);
    }
    m_records.store(state.next, std::memory_order_relaxed);
}

void LiveView::apply(const Effects& effects, std::int64_t records)
{
    const std::scoped_lock lock(m_mutex);
    for (const api::ActivityRow& row : effects.opened) {
        m_open.emplace(row.n, row);
    }
    for (const std::int64_t n : effects.closed) {
        m_open.erase(n);
    }
    for (const api::KeyUse& use : effects.used) {
        m_used[use.key] = use.lastUsed;
    }
    m_records.store(records, std::memory_order_relaxed);
}

std::vector<api::ActivityRow> LiveView::openCalls() const
{
    const std::scoped_lock lock(m_mutex);
    std::vector<api::ActivityRow> rows;
    rows.reserve(m_open.size());
    for (auto entry = m_open.rbegin(); entry != m_open.rend(); ++entry) {
        rows.push_back(entry->second);
    }
    return rows;
}

std::vector<api::KeyUse> LiveView::keyUses() const
{
    const std::scoped_lock lock(m_mutex);
    std::vector<api::KeyUse> uses;
    uses.reserve(m_used.size());
    for (const auto& [key, time] : m_used) {
        uses.push_back({key, time});
    }
    return uses;
}

} // namespace portcullis::audit
