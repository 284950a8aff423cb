#pragma once

#include "gateway/base/ids.h"

#include <compare>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>

namespace portcullis::engine {

// The addresses that servers of the session era have had opened, and whom to tell when a server
// says that its user is done there: the session that was asked, and nobody else. Servers and
// clients know them by different ids (D-26). Owner: engine. Thread: gateway. Errors: what is not
// known, or no longer, is told to nobody.
class UrlElicitations
{
public:
    static constexpr std::size_t kMost = 1024; // beyond it the oldest are forgotten

    // Which run of a server (upstream::CallReply::incarnation): each has ids of its own.
    struct Asker
    {
        ServerId server;
        std::string incarnation;
        auto operator<=>(const Asker&) const = default;
    };

    // Takes one whole message.
    using Tell = std::function<void(const std::string& message)>;

    // The id that the client is to be given. `id` is the server's own; `session` the client's. A
    // server that uses one id for two clients gets nobody told, because it does not say whom it
    // means.
    [[nodiscard]] std::string
    begin(const Asker& asker, const std::string& id, const std::string& session, Tell tell);
    void complete(const Asker& asker, const std::string& id);

    [[nodiscard]] std::size_t size() const { return m_open.size(); }

private:
    using Place = std::pair<Asker, std::string>;

    struct Open
    {
        std::uint64_t age = 0;
        std::string id; // the client's
        std::string session;
        Tell tell; // empty where it is two clients'
    };

    void makeRoom();

    std::uint64_t m_last = 0;
    std::map<Place, Open> m_open;
};

// An id that no other elicitation has.
[[nodiscard]] std::string newElicitationId();

} // namespace portcullis::engine
