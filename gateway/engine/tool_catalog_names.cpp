#include "gateway/engine/tool_catalog.h"
#include "gateway/protocol/text.h"

#include <set>
#include <utility>

// What the tools of a catalog are called.
namespace portcullis::engine {

namespace {

constexpr std::size_t kMostUnnamed = 1000; // that are spoken of

// The name itself, or marked with as much of the hash as it takes; empty when all are taken.
std::string freeName(const protocol::ToolNames::Target& target,
                     const std::string& wanted,
                     const std::set<std::string>& taken)
{
    if (!taken.contains(wanted)) {
        return wanted;
    }
    const std::string hash = protocol::ToolNames::hashOf(target);
    for (std::size_t digits = 8; digits <= hash.size(); digits += 8) {
        if (std::string marked = wanted + "_" + hash.substr(0, digits); !taken.contains(marked)) {
            return marked;
        }
    }
    return {};
}

} // namespace

const api::ToolOverride* ToolCatalog::overrideOf(const ServerId& server,
                                                 const std::string& tool) const
{
    const auto settings = m_settings.find(server);
    if (settings == m_settings.end()) {
        return nullptr;
    }
    const auto found = settings->second.overrides.find(tool);
    return found == settings->second.overrides.end() ? nullptr : &found->second;
}

// Empty for the server's own.
std::string ToolCatalog::wantedName(const ServerId& server, const std::string& tool) const
{
    const api::ToolOverride* wanted = overrideOf(server, tool);
    return wanted == nullptr || wanted->name == tool ? std::string() : wanted->name;
}

void ToolCatalog::nameTools()
{
    std::vector<protocol::ToolNames::Target> targets;
    protocol::ToolNames::Renames renames;
    for (const ServerId& server : m_order) {
        const auto known = m_tools.find(server);
        if (known == m_tools.end()) {
            continue;
        }
        for (const protocol::Tool& tool : known->second) {
            if (std::string wanted = wantedName(server, tool.name); !wanted.empty()) {
                renames[{server, tool.name}] = std::move(wanted);
            }
            targets.push_back({server, tool.name});
        }
    }
    m_names.update(targets, toMicros(m_clock.wallNow()), renames);
    saveNames();
}

// The names at /mcp/<server> of tools that do not have their own. What an administrator wants goes
// first, so that no server takes a name from him; who comes too late is marked as public names are.
ToolCatalog::OwnNames ToolCatalog::ownNames(const ServerId& server)
{
    OwnNames names;
    std::set<std::string> taken;
    const auto mark = [&](const std::string& tool, const std::string& name) {
        const std::string free = freeName({server, tool}, name, taken);
        if (free.empty()) {
            reportUnnamed(server, tool, "/mcp/" + server.str());
        }
        taken.insert(free);
        names[tool] = free;
    };
    std::set<std::string> renamed; // in an order that the server has no part in
    for (const protocol::Tool& tool : m_tools.at(server)) {
        if (!wantedName(server, tool.name).empty()) {
            renamed.insert(tool.name);
        }
    }
    for (const std::string& tool : renamed) {
        mark(tool, wantedName(server, tool));
    }
    std::set<std::string> late;
    for (const protocol::Tool& tool : m_tools.at(server)) {
        if (!renamed.contains(tool.name) && !taken.insert(tool.name).second) {
            late.insert(tool.name);
        }
    }
    for (const std::string& tool : late) {
        mark(tool, tool);
    }
    return names;
}

// Once for each tool and place.
void ToolCatalog::reportUnnamed(const ServerId& server,
                                const std::string& tool,
                                const std::string& place)
{
    if (m_report && m_unnamed.size() < kMostUnnamed &&
        m_unnamed.insert(place + " " + server.str() + ":" + tool).second) {
        m_report("tool \"" + protocol::excerpt(tool, 64) + "\" of server " + server.str() +
                 " is left out at " + place + ": every name that it could have is taken");
    }
}

} // namespace portcullis::engine
