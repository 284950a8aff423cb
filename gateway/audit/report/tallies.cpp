#include "gateway/audit/report/tallies.h"

#include <algorithm>

namespace portcullis::audit::report {

Tallies::Tallies(std::size_t capacity)
    : m_capacity(capacity)
{}

Tally& Tallies::came(std::string_view name)
{
    if (const auto found = m_kept.find(name); found != m_kept.end()) {
        ++found->second.weight;
        return found->second.tally;
    }
    std::uint64_t weight = 0;
    if (m_kept.size() >= m_capacity) {
        const auto least = std::ranges::min_element(
            m_kept, {}, [](const auto& entry) { return entry.second.weight; });
        weight = least->second.weight;
        m_kept.erase(least);
        m_isExact = false;
    }
    Kept& kept = m_kept[std::string(name)];
    kept.weight = weight + 1;
    return kept.tally;
}

Tally* Tallies::find(std::string_view name)
{
    const auto found = m_kept.find(name);
    return found == m_kept.end() ? nullptr : &found->second.tally;
}

std::vector<NamedTally> Tallies::largest(std::size_t most) const
{
    std::vector<NamedTally> out;
    out.reserve(m_kept.size());
    for (const auto& [name, kept] : m_kept) {
        out.push_back({name, kept.tally});
    }
    std::ranges::sort(out, [](const NamedTally& a, const NamedTally& b) {
        return a.tally.all() != b.tally.all() ? a.tally.all() > b.tally.all() : a.name < b.name;
    });
    out.resize(std::min(out.size(), most));
    return out;
}

} // namespace portcullis::audit::report
