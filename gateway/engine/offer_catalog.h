#pragma once

#include "gateway/api/config.h"
#include "gateway/base/clock.h"
#include "gateway/base/ids.h"
#include "gateway/engine/catalog_snapshot.h"
#include "gateway/engine/tool_catalog.h"
#include "gateway/policy/decision.h"
#include "gateway/protocol/offers.h"
#include "gateway/protocol/tool_names.h"
#include "gateway/protocol/uri_names.h"
#include "gateway/upstream/offer_list.h"

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace portcullis::engine {

// The prompts, resources and resource templates of all servers, kept on disk, so that lists are
// whole from the first moment and never wait for a server (E-41, E-42). Prompts have public names
// by the rules of tools, in a name space of their own (E-09); URIs carry their server at /mcp
// (E-20).
//
// Owner: engine. Thread: gateway. Errors: a damaged file counts as absent; it is rewritten when the
// server has answered.
class OfferCatalog
{
public:
    // Runs a job where blocking does no harm; jobs run in order.
    using Background = std::function<void(std::function<void()>)>;

    OfferCatalog(std::filesystem::path folder, const Clock& clock, Background background);

    // Reads what earlier runs have left for the servers of this configuration.
    void load(const api::GatewayConfig& config);
    // A configuration with other servers, another order or other names.
    void configure(const api::GatewayConfig& config);
    // What a server has now. False when that is what it had.
    bool setOffers(const ServerId& server, const upstream::OfferList& offers);

    // Has the server ever said what it has?
    [[nodiscard]] bool knows(const ServerId& server) const { return m_offers.contains(server); }

    // The prompt of this name in a profile.
    [[nodiscard]] std::optional<protocol::ToolNames::Target>
    findPrompt(const Profile& profile, const std::string& name) const;

    // Where a resource would be read, listed or not: links need not stand in any list. Nothing when
    // the URI leads to no enabled server.
    [[nodiscard]] std::optional<protocol::ResourceTarget>
    resolveResource(const Profile& profile, const std::string& uri) const;

    // How the URIs of a server look in a profile.
    [[nodiscard]] static protocol::UriNames urisFor(const Profile& profile, const ServerId& server)
    {
        return profile.aggregated() ? protocol::UriNames(server) : protocol::UriNames();
    }

    // The template of this URI in a profile.
    [[nodiscard]] std::optional<protocol::ToolNames::Target>
    findTemplate(const Profile& profile, const std::string& uri) const;

    using Place = ToolCatalog::Place;

    struct Page
    {
        std::vector<std::string> items; // as written for clients
        std::optional<Place> next;
    };

    // What a key sees of one kind in a profile: one page (E-44). Lists that a walk has begun in are
    // kept for ten minutes, though not for ever so many walks; nothing when they are gone: then it
    // begins again (E-45). What is switched off meanwhile is in none. `narrow`: what the request
    // limits itself to, or null.
    [[nodiscard]] std::optional<Page> list(protocol::OfferKind kind,
                                           const policy::AllowLists& rights,
                                           const KeyId& key,
                                           const Profile& profile,
                                           const std::optional<Place>& from = {},
                                           const policy::RequestRules* narrow = nullptr);
    // Gives up replaced lists that no cursor leads to any more.
    void sweep();

    // A fingerprint of what list() shows, to tell whether a client must be told of a change (D-56).
    [[nodiscard]] std::string fingerprint(protocol::OfferKind kind,
                                          const policy::AllowLists& rights,
                                          const KeyId& key,
                                          const Profile& profile) const;

private:
    using Lists = std::map<ServerId, std::shared_ptr<const upstream::OfferList>>;

    // The lists as they were at one time.
    struct Version
    {
        std::uint64_t number = 0;
        std::vector<ServerId> order;
        Lists offers;
        std::map<std::pair<ServerId, std::string>, std::string> promptNames; // public ones
        bool walked = false;                                                 // a cursor leads there
        MonotonicTime replaced;

        [[nodiscard]] std::size_t bytes() const;
    };

    void nameOffers();
    void replaceVersion(const std::vector<protocol::ToolNames::Target>& prompts);
    [[nodiscard]] Version* versionOf(const std::optional<Place>& from);
    [[nodiscard]] bool isEnabled(const ServerId& server) const;
    void save(const ServerId& server);
    [[nodiscard]] static std::string keyOf(protocol::OfferKind kind,
                                           const ServerId& server,
                                           const protocol::Offer& offer,
                                           const Profile& profile,
                                           const Version& version);

    std::filesystem::path m_folder;
    const Clock& m_clock;
    Background m_background;
    std::vector<ServerId> m_order; // enabled servers
    Lists m_offers;
    Version m_version;
    std::vector<Version> m_replaced; // that are walked through, the oldest first
    protocol::ToolNames m_promptNames;
    std::string m_savedNames;
};

// What a client's lists show.
struct ListFingerprints
{
    std::string tools;
    std::string prompts;
    std::string resources; // and templates
    bool operator==(const ListFingerprints&) const = default;
};

[[nodiscard]] ListFingerprints fingerprintsOf(const ToolCatalog& tools,
                                              const OfferCatalog& offers,
                                              const policy::AllowLists& rights,
                                              const KeyId& key,
                                              const Profile& profile);

} // namespace portcullis::engine
