#include "gateway/base/crypto.h"
#include "gateway/base/encoding.h"
#include "gateway/engine/tool_catalog.h"

#include <algorithm>
#include <set>

// What the catalog shows, to clients and to people, and how people approve of it.
namespace portcullis::engine {

namespace {

constexpr std::size_t kPageTools = 1000;                 // E-44
constexpr std::size_t kPageBytes = 4 * 1024 * 1024;      // E-44
constexpr auto kKeepVersions = std::chrono::minutes(10); // E-45
constexpr std::size_t kMostVersions = 8;
constexpr std::size_t kMostVersionBytes = 32UL * 1024 * 1024; // of definitions and written texts

using Original = std::pair<std::string_view, std::string_view>;

// The tools that exist for nobody now.
std::set<Original> withheldIn(const CatalogSnapshot& snapshot)
{
    std::set<Original> withheld;
    for (const auto& tool : snapshot.tools) {
        if (!tool->exposed()) {
            withheld.emplace(tool->server.str(), tool->tool.name);
        }
    }
    return withheld;
}

bool mayShow(const CatalogTool& tool,
             const policy::AllowLists& rights,
             const KeyId& key,
             const Profile& profile,
             const policy::RequestRules* narrow = nullptr)
{
    return tool.exposed() && (profile.aggregated() || tool.server == profile.server) &&
           !tool.nameIn(profile).empty() &&
           rights.shows({key, tool.server, tool.subject(), narrow});
}

} // namespace

std::optional<ToolCatalog::Page> ToolCatalog::list(const policy::AllowLists& rights,
                                                   const KeyId& key,
                                                   const Profile& profile,
                                                   protocol::Revision revision,
                                                   const std::optional<Place>& from,
                                                   const policy::RequestRules* narrow)
{
    const CatalogPtr snapshot = from ? versionOf(from->version) : m_current;
    if (snapshot == nullptr) {
        return std::nullopt;
    }
    const auto withheld = snapshot == m_current ? std::set<Original>() : withheldIn(*m_current);
    Page page;
    page.hold = snapshot;
    std::size_t bytes = 0;
    for (std::size_t i = from ? from->index : 0; i < snapshot->tools.size(); ++i) {
        const CatalogTool& tool = *snapshot->tools[i];
        if (!mayShow(tool, rights, key, profile, narrow) ||
            withheld.contains({tool.server.str(), tool.tool.name})) {
            continue;
        }
        const std::string& text = tool.written(profile.aggregated(), revision);
        if (!page.tools.empty() &&
            (page.tools.size() == kPageTools || bytes + text.size() > kPageBytes)) {
            page.next = Place{snapshot->version, i};
            m_walked = m_walked || snapshot == m_current;
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
        if (!mayShow(*tool, rights, key, profile)) {
            continue;
        }
        for (const std::string_view part : {std::string_view(tool->nameIn(profile)),
                                            std::string_view(tool->definitionHash()),
                                            std::string_view(tool->text.name)}) {
            seen.append(part).push_back('\0');
        }
        if (tool->text.description) {
            seen.append(*tool->text.description).push_back('\1');
        }
    }
    return toHex(sha256(seen));
}

// A walk that has begun goes on in what it began with, for as long as its cursors live.
void ToolCatalog::keep(CatalogPtr replaced)
{
    m_kept.push_back({std::move(replaced), m_clock.monotonicNow() + kKeepVersions});
    sweep();
}

void ToolCatalog::sweep()
{
    const MonotonicTime now = m_clock.monotonicNow();
    std::size_t bytes = 0;
    for (const Kept& kept : m_kept) {
        bytes += kept.snapshot->bytes();
    }
    while (!m_kept.empty() && (m_kept.front().until <= now || m_kept.size() > kMostVersions ||
                               bytes > kMostVersionBytes)) {
        bytes -= m_kept.front().snapshot->bytes();
        m_kept.pop_front();
    }
}

CatalogPtr ToolCatalog::versionOf(std::uint64_t version) const
{
    if (version == m_current->version) {
        return m_current;
    }
    const MonotonicTime now = m_clock.monotonicNow();
    for (const Kept& kept : m_kept) {
        if (kept.snapshot->version == version && kept.until > now) {
            return kept.snapshot;
        }
    }
    return nullptr;
}

std::size_t ToolCatalog::toolCount(const ServerId& server) const
{
    const auto known = m_tools.find(server);
    return known == m_tools.end() ? 0 : known->second.size();
}

std::vector<api::ToolInfo> ToolCatalog::describe(const ServerId& server) const
{
    std::vector<api::ToolInfo> tools;
    for (const auto& entry : m_current->tools) {
        if (entry->server != server) {
            continue;
        }
        api::ToolInfo info;
        info.name = entry->tool.name;
        info.publicName = entry->publicName;
        info.title = entry->tool.title;
        info.description = entry->tool.description;
        info.definitionHash = entry->hash;
        info.readOnlyHint = entry->tool.readOnlyHint;
        info.destructiveHint = entry->tool.destructiveHint;
        info.nonDestructiveHint = entry->tool.nonDestructiveHint;
        info.approvedHash = entry->approvedHash;
        info.changed = entry->changed();
        const auto settings = m_settings.find(server);
        info.held = info.changed && settings != m_settings.end() && settings->second.holdsChanged;
        info.hidden = entry->exposure == api::Reason::ToolHidden;
        tools.push_back(std::move(info));
    }
    return tools;
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

Result<ToolCatalog::Approval>
ToolCatalog::prepareApproval(const ServerId& server,
                             const std::vector<api::ToolApproval>& tools) const
{
    const auto known = m_tools.find(server);
    const auto pins = m_pins.find(server);
    if (known == m_tools.end() || pins == m_pins.end()) {
        return fail(ErrorCode::NotFound,
                    "No tools are known of server " + server.str() + ": start it first.");
    }
    Approval approval;
    for (const api::ToolApproval& wanted : tools) {
        const auto tool = std::ranges::find(known->second, wanted.tool, &protocol::Tool::name);
        if (tool == known->second.end()) {
            return fail(ErrorCode::NotFound,
                        "Server " + server.str() + " has no tool \"" + wanted.tool + "\".");
        }
        if (toHex(tool->hash) != wanted.definitionHash) {
            return fail(ErrorCode::InvalidArgument,
                        "The tool \"" + wanted.tool +
                            "\" has changed again: look at its new definition, then approve.");
        }
        if (pins->second.isChanged(*tool)) {
            approval.tools[tool->name] = tool->hash;
        }
    }
    ToolPins after = pins->second;
    after.approve(approval.tools, known->second);
    approval.file = pinsFile(m_folder, server);
    approval.before = pins->second.save();
    approval.after = after.save();
    return approval;
}

void ToolCatalog::approve(const ServerId& server, const Approval& approval)
{
    const auto known = m_tools.find(server);
    const auto pins = m_pins.find(server);
    if (known == m_tools.end() || pins == m_pins.end()) {
        return; // removed meanwhile
    }
    pins->second.approve(approval.tools, known->second);
    savePins(server); // the server may have shown new tools meanwhile
    rebuild();
}

void ToolCatalog::takeBackApproval(const ServerId& server)
{
    if (m_pins.contains(server)) {
        savePins(server);
    }
}

} // namespace portcullis::engine
