#include "gateway/engine/tool_catalog.h"

#include "gateway/base/atomic_file.h"
#include "gateway/base/crypto.h"
#include "gateway/base/encoding.h"
#include "gateway/base/json.h"

#include <algorithm>
#include <set>

namespace portcullis::engine {

namespace {

constexpr std::size_t kMaxCatalogBytes = 32 * 1024 * 1024;
constexpr std::size_t kPageTools = 1000;            // E-44
constexpr std::size_t kPageBytes = 4 * 1024 * 1024; // E-44
constexpr const char* kNamesFile = "names.json";

// A server's list as it was received, in the shape of a tools/list result, so that one reader
// serves both.
std::string writeStored(const std::vector<protocol::Tool>& tools)
{
    JsonWriter out;
    out.beginObject().key("tools").beginArray();
    for (const protocol::Tool& tool : tools) {
        out.raw(tool.definition);
    }
    out.endArray().endObject();
    return out.take();
}

std::optional<std::vector<protocol::Tool>> readStored(const std::string& text)
{
    JsonLimits limits;
    limits.bytes = kMaxCatalogBytes;
    const auto document = JsonDocument::parse(text, limits);
    if (!document) {
        return std::nullopt;
    }
    auto page = protocol::readToolsPage(
        document->root(), protocol::UpstreamKind::Stdio, protocol::Era::Session);
    if (!page) {
        return std::nullopt;
    }
    return std::move(page->tools);
}

// Do both show the same in the same order? Then a page of one goes on in the other.
bool sameTools(const CatalogSnapshot& left, const CatalogSnapshot& right)
{
    return std::ranges::equal(left.tools, right.tools, [](const auto& one, const auto& other) {
        return one->server == other->server && one->publicName == other->publicName &&
               one->hash == other->hash;
    });
}

} // namespace

const CatalogTool* CatalogSnapshot::find(const Profile& profile, std::string_view name) const
{
    if (profile.aggregated()) {
        const auto found = m_byPublicName.find(name);
        return found == m_byPublicName.end() ? nullptr : found->second;
    }
    const auto found = m_byOwnName.find({profile.server.str(), name});
    return found == m_byOwnName.end() ? nullptr : found->second;
}

ToolCatalog::ToolCatalog(std::filesystem::path folder, const Clock& clock, Background background)
    : m_folder(std::move(folder))
    , m_clock(clock)
    , m_background(std::move(background))
    , m_current(std::make_shared<CatalogSnapshot>())
    , m_written(std::make_shared<Written>())
{}

void ToolCatalog::load(const api::GatewayConfig& config)
{
    std::error_code ignored;
    std::filesystem::create_directories(m_folder, ignored);
    if (const auto names = readWholeFile(m_folder / kNamesFile, kMaxCatalogBytes)) {
        if (auto table = protocol::ToolNames::load(*names)) {
            m_names = std::move(*table);
        }
    }
    for (const api::ServerConfig& server : config.servers) {
        const auto text = readWholeFile(m_folder / (server.id.str() + ".json"), kMaxCatalogBytes);
        if (!text) {
            continue;
        }
        if (auto tools = readStored(*text)) {
            m_tools[server.id] = std::move(*tools);
        }
    }
    configure(config);
}

void ToolCatalog::configure(const api::GatewayConfig& config)
{
    m_order.clear();
    std::set<ServerId> present;
    for (const api::ServerConfig& server : config.servers) {
        present.insert(server.id);
        if (server.enabled) {
            m_order.push_back(server.id);
        }
    }
    for (auto it = m_tools.begin(); it != m_tools.end();) {
        if (present.contains(it->first)) {
            ++it;
            continue;
        }
        // A server that is gone and comes back is a new one: nothing of it may linger.
        std::error_code ignored;
        std::filesystem::remove(m_folder / (it->first.str() + ".json"), ignored);
        it = m_tools.erase(it);
    }
    rebuild();
}

bool ToolCatalog::setTools(const ServerId& server, const std::vector<protocol::Tool>& tools)
{
    const auto known = m_tools.find(server);
    const bool same =
        known != m_tools.end() &&
        std::ranges::equal(
            known->second, tools, {}, &protocol::Tool::definition, &protocol::Tool::definition);
    if (same) {
        // What is read from disk lacks what only a live server tells (header parameters).
        known->second = tools;
        rebuild();
        return false;
    }
    m_tools[server] = tools;
    saveTools(server, tools);
    rebuild();
    return true;
}

void ToolCatalog::rebuild()
{
    std::vector<protocol::ToolNames::Target> targets;
    for (const ServerId& server : m_order) {
        const auto known = m_tools.find(server);
        if (known == m_tools.end()) {
            continue;
        }
        for (const protocol::Tool& tool : known->second) {
            targets.push_back({server, tool.name});
        }
    }
    m_names.update(targets, toMicros(m_clock.wallNow()));
    saveNames();

    auto next = std::make_shared<CatalogSnapshot>();
    for (const ServerId& server : m_order) {
        const auto known = m_tools.find(server);
        if (known == m_tools.end()) {
            continue;
        }
        for (const protocol::Tool& tool : known->second) {
            auto entry = std::make_shared<CatalogTool>();
            entry->server = server;
            entry->tool = tool;
            entry->publicName = std::string(m_names.publicName(server, tool.name));
            entry->hash = toHex(tool.hash);
            next->m_byPublicName.emplace(entry->publicName, entry.get());
            next->m_byOwnName.emplace(std::pair<std::string_view, std::string_view>(
                                          entry->server.str(), entry->tool.name),
                                      entry.get());
            next->tools.push_back(std::move(entry));
        }
    }
    next->version = m_current->version + (sameTools(*next, *m_current) ? 0 : 1);
    m_current = std::move(next);
    m_written = std::make_shared<Written>();
    m_written->snapshot = m_current;
}

std::optional<protocol::ToolNames::Target> ToolCatalog::disabledTool(const Profile& profile,
                                                                     const std::string& name) const
{
    protocol::ToolNames::Target target{profile.server, name};
    if (profile.aggregated()) {
        const protocol::ToolNames::Target* remembered = m_names.find(name);
        if (remembered == nullptr) {
            return std::nullopt;
        }
        target = *remembered;
    }
    const auto known = m_tools.find(target.server);
    const bool disabled =
        known != m_tools.end() && std::ranges::find(m_order, target.server) == m_order.end();
    const bool has =
        disabled &&
        std::ranges::find(known->second, target.tool, &protocol::Tool::name) != known->second.end();
    return has ? std::optional(std::move(target)) : std::nullopt;
}

const std::string&
ToolCatalog::written(const CatalogTool& tool, bool aggregated, protocol::Revision revision)
{
    auto [entry, isNew] = m_written->texts.try_emplace(std::tuple(&tool, aggregated, revision));
    if (isNew) {
        entry->second =
            protocol::writeTool(tool.tool, aggregated ? tool.publicName : tool.tool.name, revision);
    }
    return entry->second;
}

ToolCatalog::Page ToolCatalog::list(const policy::AllowLists& rights,
                                    const KeyId& key,
                                    const Profile& profile,
                                    protocol::Revision revision,
                                    std::size_t offset)
{
    Page page;
    page.hold = m_written;
    std::size_t bytes = 0;
    std::size_t index = 0;
    for (const auto& tool : m_current->tools) {
        if (!profile.aggregated() && tool->server != profile.server) {
            continue;
        }
        if (rights.decide(key, tool->server, tool->tool.name).verdict != policy::Verdict::Allow) {
            continue;
        }
        if (index++ < offset) {
            continue;
        }
        const std::string& text = written(*tool, profile.aggregated(), revision);
        if (!page.tools.empty() &&
            (page.tools.size() == kPageTools || bytes + text.size() > kPageBytes)) {
            page.next = index - 1;
            break;
        }
        bytes += text.size();
        page.tools.push_back(&text);
    }
    return page;
}

std::string ToolCatalog::fingerprint(const policy::AllowLists& rights,
                                     const KeyId& key,
                                     const Profile& profile) const
{
    std::string seen;
    for (const auto& tool : m_current->tools) {
        const bool inProfile = profile.aggregated() || tool->server == profile.server;
        if (inProfile &&
            rights.decide(key, tool->server, tool->tool.name).verdict == policy::Verdict::Allow) {
            seen += tool->publicName;
            seen.push_back('\0');
            seen += tool->hash;
            seen.push_back('\0');
        }
    }
    return toHex(sha256(seen));
}

void ToolCatalog::saveTools(const ServerId& server, const std::vector<protocol::Tool>& tools) const
{
    // Lists can be asked for again: a full disk must not stop a server from being used.
    m_background([file = m_folder / (server.str() + ".json"), text = writeStored(tools)] {
        static_cast<void>(writeFileAtomically(file, text));
    });
}

void ToolCatalog::saveNames()
{
    std::string text = m_names.save();
    if (text == m_savedNames) {
        return;
    }
    m_savedNames = text;
    m_background([file = m_folder / kNamesFile, text = std::move(text)] {
        static_cast<void>(writeFileAtomically(file, text));
    });
}

} // namespace portcullis::engine
