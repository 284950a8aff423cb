#include "gateway/engine/offer_catalog.h"

#include "gateway/base/atomic_file.h"
#include "gateway/base/crypto.h"
#include "gateway/base/encoding.h"

#include <algorithm>
#include <array>
#include <utility>

namespace portcullis::engine {

namespace {

using protocol::OfferKind;

constexpr std::array kKinds = {OfferKind::Prompt, OfferKind::Resource, OfferKind::Template};
constexpr std::size_t kMaxCatalogBytes = 64UL * 1024 * 1024;
constexpr std::size_t kPageItems = 1000;                 // E-44
constexpr std::size_t kPageBytes = 4 * 1024 * 1024;      // E-44
constexpr const char* kNamesFile = "prompts_names.json"; // ids of servers have no underscore
constexpr std::size_t kMostReplaced = 8; // versions that somebody walks through (E-45)
constexpr std::size_t kMostReplacedBytes = 32UL * 1024 * 1024;
constexpr auto kWalkLife = std::chrono::minutes(10);
constexpr std::uint64_t kVersionMask = (std::uint64_t{1} << 52U) - 1;

std::filesystem::path offersFile(const std::filesystem::path& folder, const ServerId& server)
{
    return folder / (server.str() + ".offers.json");
}

// In the shape of the results they came in, so that one reader serves both.
std::string writeStored(const upstream::OfferList& list)
{
    JsonWriter out;
    out.beginObject();
    for (const OfferKind kind : kKinds) {
        out.key(protocol::termsOf(kind).list).beginArray();
        for (const protocol::Offer& offer : list.of(kind)) {
            out.raw(offer.definition);
        }
        out.endArray();
    }
    return out.endObject().take();
}

std::optional<upstream::OfferList> readStored(const std::string& text)
{
    JsonLimits limits;
    limits.bytes = kMaxCatalogBytes;
    const auto document = JsonDocument::parse(text, limits);
    if (!document) {
        return std::nullopt;
    }
    upstream::OfferList list;
    for (const OfferKind kind : kKinds) {
        auto page = protocol::readOffersPage(kind, document->root(), protocol::Era::Session);
        if (!page) {
            return std::nullopt;
        }
        list.of(kind) = std::move(page->offers);
    }
    return list;
}

// As rules see it.
policy::Subject subjectOf(OfferKind kind, const protocol::Offer& offer)
{
    const bool prompt = kind == OfferKind::Prompt;
    return {offer.key,
            prompt ? api::Governed::Prompt : api::Governed::Resource,
            {},
            kind == OfferKind::Template};
}

// Cursors of an earlier run must lead nowhere.
std::uint64_t firstVersion()
{
    std::array<std::uint8_t, sizeof(std::uint64_t)> random{};
    fillRandom(random);
    std::uint64_t version = 0;
    for (const std::uint8_t byte : random) {
        version = (version << 8U | byte) & kVersionMask;
    }
    return version;
}

} // namespace

OfferCatalog::OfferCatalog(std::filesystem::path folder, const Clock& clock, Background background)
    : m_folder(std::move(folder))
    , m_clock(clock)
    , m_background(std::move(background))
{
    m_version.number = firstVersion();
}

void OfferCatalog::load(const api::GatewayConfig& config)
{
    std::error_code ignored;
    std::filesystem::create_directories(m_folder, ignored);
    if (const auto names = readWholeFile(m_folder / kNamesFile, kMaxCatalogBytes)) {
        if (auto table = protocol::ToolNames::load(*names)) {
            m_promptNames = std::move(*table);
        }
    }
    for (const api::ServerConfig& server : config.servers) {
        const auto text = readWholeFile(offersFile(m_folder, server.id), kMaxCatalogBytes);
        if (auto list = text ? readStored(*text) : std::nullopt) {
            m_offers[server.id] = std::make_shared<const upstream::OfferList>(std::move(*list));
        }
    }
    configure(config);
}

void OfferCatalog::configure(const api::GatewayConfig& config)
{
    m_order.clear();
    std::set<ServerId> gone;
    for (const auto& [server, offers] : m_offers) {
        gone.insert(server);
    }
    for (const api::ServerConfig& server : config.servers) {
        gone.erase(server.id);
        if (server.enabled) {
            m_order.push_back(server.id);
        }
    }
    for (const ServerId& server : gone) {
        m_offers.erase(server);
        m_background([file = offersFile(m_folder, server)] {
            std::error_code ignored;
            std::filesystem::remove(file, ignored);
        });
    }
    const api::ToolNaming& naming = config.settings.toolNames;
    m_promptNames.setNaming({naming.maxLength, naming.serverPrefix});
    nameOffers();
}

bool OfferCatalog::setOffers(const ServerId& server, const upstream::OfferList& offers)
{
    const auto known = m_offers.find(server);
    if (known != m_offers.end() && known->second->offers == offers.offers) {
        return false;
    }
    m_offers[server] =
        std::make_shared<const upstream::OfferList>(upstream::OfferList{offers.offers, {}, {}});
    save(server);
    nameOffers();
    return true;
}

void OfferCatalog::save(const ServerId& server)
{
    m_background([file = offersFile(m_folder, server), text = writeStored(*m_offers[server])] {
        static_cast<void>(writeFileAtomically(file, text));
    });
}

void OfferCatalog::nameOffers()
{
    std::vector<protocol::ToolNames::Target> targets;
    for (const ServerId& server : m_order) {
        const auto known = m_offers.find(server);
        if (known == m_offers.end()) {
            continue;
        }
        for (const protocol::Offer& prompt : known->second->of(OfferKind::Prompt)) {
            targets.push_back({server, prompt.key});
        }
    }
    m_promptNames.update(targets, toMicros(m_clock.wallNow()));
    replaceVersion(targets);
    std::string text = m_promptNames.save();
    if (text != m_savedNames) {
        m_savedNames = text;
        m_background([file = m_folder / kNamesFile, text = std::move(text)] {
            static_cast<void>(writeFileAtomically(file, text));
        });
    }
}

std::size_t OfferCatalog::Version::bytes() const
{
    std::size_t bytes = 0;
    for (const auto& [server, list] : offers) {
        for (const auto& kind : list->offers) {
            for (const protocol::Offer& offer : kind) {
                bytes += offer.definition.size();
            }
        }
    }
    return bytes;
}

// What somebody walks through stays for as long as its cursors lead there (E-45).
void OfferCatalog::replaceVersion(const std::vector<protocol::ToolNames::Target>& prompts)
{
    const std::uint64_t next = (m_version.number + 1) & kVersionMask;
    if (m_version.walked) {
        m_version.replaced = m_clock.monotonicNow();
        m_replaced.push_back(std::move(m_version));
    }
    std::size_t bytes = 0;
    std::size_t kept = 0;
    for (auto version = m_replaced.rbegin(); version != m_replaced.rend(); ++version) {
        bytes += version->bytes();
        kept += kept < kMostReplaced && bytes <= kMostReplacedBytes ? 1 : 0;
    }
    m_replaced.erase(m_replaced.begin(), m_replaced.end() - static_cast<std::ptrdiff_t>(kept));
    m_version = Version();
    m_version.number = next;
    m_version.order = m_order;
    m_version.offers = m_offers;
    for (const auto& prompt : prompts) {
        m_version.promptNames[{prompt.server, prompt.tool}] =
            m_promptNames.publicName(prompt.server, prompt.tool);
    }
}

void OfferCatalog::sweep()
{
    const MonotonicTime now = m_clock.monotonicNow();
    std::erase_if(m_replaced,
                  [now](const Version& version) { return now - version.replaced > kWalkLife; });
}

OfferCatalog::Version* OfferCatalog::versionOf(const std::optional<Place>& from)
{
    if (!from || from->version == m_version.number) {
        return &m_version;
    }
    const auto found = std::ranges::find(m_replaced, from->version, &Version::number);
    return found == m_replaced.end() ? nullptr : &*found;
}

bool OfferCatalog::isEnabled(const ServerId& server) const
{
    return std::ranges::find(m_order, server) != m_order.end();
}

std::optional<protocol::ToolNames::Target> OfferCatalog::findPrompt(const Profile& profile,
                                                                    const std::string& name) const
{
    protocol::ToolNames::Target target{profile.server, name};
    if (profile.aggregated()) {
        const protocol::ToolNames::Target* named = m_promptNames.find(name);
        if (named == nullptr) {
            return std::nullopt;
        }
        target = *named;
    }
    const auto known = m_offers.find(target.server);
    if (!isEnabled(target.server) || known == m_offers.end()) {
        return std::nullopt;
    }
    const auto& prompts = known->second->of(OfferKind::Prompt);
    const bool has =
        std::ranges::find(prompts, target.tool, &protocol::Offer::key) != prompts.end();
    return has ? std::optional(std::move(target)) : std::nullopt;
}

std::optional<protocol::ToolNames::Target> OfferCatalog::findTemplate(const Profile& profile,
                                                                      const std::string& uri) const
{
    const auto target = resolveResource(profile, uri);
    const auto known = target ? m_offers.find(target->server) : m_offers.end();
    if (known == m_offers.end()) {
        return std::nullopt;
    }
    const auto& templates = known->second->of(OfferKind::Template);
    const bool has =
        std::ranges::find(templates, target->uri, &protocol::Offer::key) != templates.end();
    return has ? std::optional(protocol::ToolNames::Target{target->server, target->uri})
               : std::nullopt;
}

std::optional<protocol::ResourceTarget> OfferCatalog::resolveResource(const Profile& profile,
                                                                      const std::string& uri) const
{
    std::optional<protocol::ResourceTarget> target =
        profile.aggregated() ? protocol::readUriName(uri)
                             : std::optional(protocol::ResourceTarget{profile.server, uri});
    return target && isEnabled(target->server) ? target : std::nullopt;
}

std::string OfferCatalog::keyOf(OfferKind kind,
                                const ServerId& server,
                                const protocol::Offer& offer,
                                const Profile& profile,
                                const Version& version)
{
    if (!profile.aggregated()) {
        return offer.key;
    }
    if (kind != OfferKind::Prompt) {
        return protocol::UriNames(server).toClient(offer.key);
    }
    const auto name = version.promptNames.find({server, offer.key});
    return name == version.promptNames.end() ? std::string() : name->second;
}

std::optional<OfferCatalog::Page> OfferCatalog::list(OfferKind kind,
                                                     const policy::AllowLists& rights,
                                                     const KeyId& key,
                                                     const Profile& profile,
                                                     const std::optional<Place>& from,
                                                     const policy::RequestRules* narrow)
{
    Version* const version = versionOf(from);
    if (version == nullptr) {
        return std::nullopt;
    }
    Page page;
    std::size_t index = 0;
    std::size_t bytes = 0;
    for (const ServerId& server : version->order) {
        const auto known = version->offers.find(server);
        const bool inProfile = profile.aggregated() || server == profile.server;
        if (!inProfile || known == version->offers.end()) {
            continue;
        }
        // A place counts what may not be shown any more, too.
        const bool enabled = isEnabled(server);
        for (const protocol::Offer& offer : known->second->of(kind)) {
            if (index++ < (from ? from->index : 0) || !enabled ||
                !rights.shows({key, server, subjectOf(kind, offer), narrow})) {
                continue;
            }
            const std::string name = keyOf(kind, server, offer, profile, *version);
            if (name.empty()) {
                continue; // every name that it could have is taken
            }
            std::string text = protocol::writeOffer(kind, offer, name);
            if (!page.items.empty() &&
                (page.items.size() == kPageItems || bytes + text.size() > kPageBytes)) {
                version->walked = true;
                page.next = Place{version->number, index - 1};
                return page;
            }
            bytes += text.size();
            page.items.push_back(std::move(text));
        }
    }
    return page;
}

std::string OfferCatalog::fingerprint(OfferKind kind,
                                      const policy::AllowLists& rights,
                                      const KeyId& key,
                                      const Profile& profile) const
{
    std::string seen;
    for (const ServerId& server : m_order) {
        const auto known = m_offers.find(server);
        const bool inProfile = profile.aggregated() || server == profile.server;
        if (!inProfile || known == m_offers.end()) {
            continue;
        }
        for (const protocol::Offer& offer : known->second->of(kind)) {
            if (!rights.shows({key, server, subjectOf(kind, offer)})) {
                continue;
            }
            seen.append(keyOf(kind, server, offer, profile, m_version)).push_back('\0');
            seen.append(offer.definition).push_back('\0');
        }
    }
    return toHex(sha256(seen));
}

ListFingerprints fingerprintsOf(const ToolCatalog& tools,
                                const OfferCatalog& offers,
                                const policy::AllowLists& rights,
                                const KeyId& key,
                                const Profile& profile)
{
    return {tools.fingerprint(rights, key, profile),
            offers.fingerprint(OfferKind::Prompt, rights, key, profile),
            offers.fingerprint(OfferKind::Resource, rights, key, profile) +
                offers.fingerprint(OfferKind::Template, rights, key, profile)};
}

} // namespace portcullis::engine
