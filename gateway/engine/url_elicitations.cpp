#include "gateway/engine/url_elicitations.h"

#include "gateway/base/crypto.h"
#include "gateway/base/encoding.h"
#include "gateway/protocol/client_request.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace portcullis::engine {

namespace {

constexpr std::size_t kMaxId = 1024; // of a server's: a longer one is told of nothing

} // namespace

std::string newElicitationId()
{
    std::array<std::uint8_t, 16> random{};
    fillRandom(random);
    return "gw-" + toBase64Url(random);
}

std::string UrlElicitations::begin(const Asker& asker,
                                   const std::string& id,
                                   const std::string& session,
                                   Tell tell)
{
    if (id.empty() || id.size() > kMaxId) {
        return newElicitationId();
    }
    const auto [entry, added] = m_open.try_emplace(Place(asker, id));
    Open& open = entry->second;
    if (!added && open.session != session) {
        open.tell = nullptr;
        return newElicitationId();
    }
    if (added) {
        open = {++m_last, newElicitationId(), session, std::move(tell)};
        makeRoom();
    }
    return open.id;
}

void UrlElicitations::makeRoom()
{
    if (m_open.size() > kMost) {
        m_open.erase(std::ranges::min_element(
            m_open, {}, [](const auto& entry) { return entry.second.age; }));
    }
}

void UrlElicitations::complete(const Asker& asker, const std::string& id)
{
    const auto node = m_open.extract(Place(asker, id));
    if (!node.empty() && node.mapped().tell) {
        node.mapped().tell(protocol::writeElicitationComplete(node.mapped().id));
    }
}

} // namespace portcullis::engine
