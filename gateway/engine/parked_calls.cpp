#include "gateway/engine/parked_calls.h"

#include "gateway/base/crypto.h"
#include "gateway/base/encoding.h"

#include <algorithm>
#include <array>
#include <utility>

namespace portcullis::engine {

namespace {

constexpr std::int64_t kReportEvery = 15; // seconds (D-10)

template <std::size_t Bytes>
std::string randomText()
{
    std::array<std::uint8_t, Bytes> random{};
    fillRandom(random);
    return toBase64Url(random);
}

} // namespace

ParkedCalls::ParkedCalls(const Clock& clock)
    : m_clock(clock)
    , m_run(randomText<8>() + ".")
{}

std::optional<std::string>
ParkedCalls::park(const KeyId& key, std::shared_ptr<Conversation> call, const api::Limits& limits)
{
    const auto ofKey = std::ranges::count_if(
        m_calls, [&key](const auto& entry) { return entry.second.key == key; });
    if (m_calls.size() >= limits.parked || ofKey >= limits.parkedPerKey) {
        return std::nullopt;
    }
    std::string handle = m_run + randomText<16>();
    m_calls[handle] = {key, std::move(call), m_clock.monotonicNow(), limits.parkedLife, 0};
    return handle;
}

std::shared_ptr<Conversation> ParkedCalls::take(const KeyId& key, const std::string& handle)
{
    const auto found = m_calls.find(handle);
    if (found == m_calls.end() || found->second.key != key) {
        return nullptr;
    }
    return std::move(m_calls.extract(found).mapped().call);
}

std::shared_ptr<const Conversation> ParkedCalls::find(const KeyId& key,
                                                      const std::string& handle) const
{
    const auto found = m_calls.find(handle);
    return found == m_calls.end() || found->second.key != key ? nullptr : found->second.call;
}

void ParkedCalls::sweep(const std::function<bool(const KeyId&)>& mayBeUsed)
{
    const MonotonicTime now = m_clock.monotonicNow();
    std::vector<std::shared_ptr<Conversation>> over;
    for (auto entry = m_calls.begin(); entry != m_calls.end();) {
        Parked& parked = entry->second;
        if (now - parked.since > parked.life || !mayBeUsed(parked.key)) {
            over.push_back(std::move(parked.call));
            entry = m_calls.erase(entry);
            continue;
        }
        const auto seconds =
            std::chrono::duration_cast<std::chrono::seconds>(now - parked.since).count();
        if (seconds - parked.reported >= kReportEvery) {
            parked.reported = seconds;
            parked.call->reportThinking(seconds);
        }
        ++entry;
    }
    for (const auto& call : over) {
        call->abandon("the client did not come back with an answer");
    }
}

void ParkedCalls::abandonAll(const std::string& reason)
{
    for (auto& [handle, parked] : std::exchange(m_calls, {})) {
        parked.call->abandon(reason);
    }
}

} // namespace portcullis::engine
