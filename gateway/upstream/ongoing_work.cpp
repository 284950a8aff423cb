#include "gateway/upstream/ongoing_work.h"

#include "gateway/base/crypto.h"
#include "gateway/base/encoding.h"

#include <algorithm>
#include <array>
#include <utility>

namespace portcullis::upstream {

namespace {

std::string newIncarnation()
{
    std::array<std::uint8_t, 16> random{};
    fillRandom(random);
    return toBase64Url(random);
}

} // namespace

OngoingWork::OngoingWork(std::string incarnation)
    : m_incarnation(incarnation.empty() ? newIncarnation() : std::move(incarnation))
{}

bool OngoingWork::beginTask(const std::string& id,
                            std::string client,
                            Follower follower,
                            TimePoint until)
{
    const auto [entry, added] = m_entries.try_emplace(nameOf(id));
    Entry& task = entry->second;
    const bool mayBeAskedFor = !added && (task.follower == Follower::Client || !task.abandoned);
    if (mayBeAskedFor) {
        task.ambiguous = true;
        task.ended = false; // the later one runs
        task.until = std::max(task.until, until);
        return false;
    }
    task = Entry{.client = std::move(client), .until = until, .follower = follower};
    makeRoom();
    return true;
}

bool OngoingWork::isAmbiguous(const std::string& id) const
{
    const auto found = m_entries.find(nameOf(id));
    return found != m_entries.end() && found->second.ambiguous;
}

void OngoingWork::endTask(const std::string& id)
{
    const auto found = m_entries.find(nameOf(id));
    if (found == m_entries.end() || found->second.ambiguous) {
        return;
    }
    found->second.ended = true;
    if (found->second.follower == Follower::Gateway) {
        m_entries.erase(found);
    }
}

void OngoingWork::abandonTask(const std::string& id, TimePoint until)
{
    const auto found = m_entries.find(nameOf(id));
    if (found != m_entries.end() && !found->second.ambiguous) {
        found->second.abandoned = true;
        found->second.until = until;
    }
}

std::uint32_t OngoingWork::ofClients(TimePoint now) const
{
    return static_cast<std::uint32_t>(std::ranges::count_if(m_entries, [now](const auto& entry) {
        const Entry& one = entry.second;
        return one.follower == Follower::Client && !one.ended && !one.abandoned && one.until > now;
    }));
}

void OngoingWork::abandonCall(std::int64_t id, std::string client, TimePoint until)
{
    m_entries.insert_or_assign(
        nameOf(id), Entry{.client = std::move(client), .until = until, .abandoned = true});
    makeRoom();
}

// Two things of one client are not guessed between either, unless nobody waits for one of them.
bool OngoingWork::mayBeMeant(std::string_view client, std::string_view task, TimePoint now) const
{
    if (m_crowdedUntil > now) {
        return true;
    }
    return std::ranges::any_of(m_entries, [&](const auto& entry) {
        const auto& [name, one] = entry;
        if (one.ended || one.until <= now) {
            return false;
        }
        if (one.abandoned) {
            return one.client.empty() || one.client != client;
        }
        return task.empty() || one.ambiguous || name.substr(1) != task;
    });
}

void OngoingWork::makeRoom()
{
    if (m_entries.size() <= kMost) {
        return;
    }
    const TimePoint now = TimePoint::clock::now();
    std::erase_if(m_entries, [now](const auto& entry) { return entry.second.until <= now; });
    while (m_entries.size() > kMost) {
        const auto first = std::ranges::min_element(
            m_entries, {}, [](const auto& entry) { return entry.second.until; });
        m_crowdedUntil = std::max(m_crowdedUntil, first->second.until);
        m_entries.erase(first);
    }
}

} // namespace portcullis::upstream
