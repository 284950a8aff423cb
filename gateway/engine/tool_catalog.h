#pragma once

#include "gateway/api/config.h"
#include "gateway/base/clock.h"
#include "gateway/base/ids.h"
#include "gateway/policy/decision.h"
#include "gateway/protocol/revision.h"
#include "gateway/protocol/tool_names.h"
#include "gateway/protocol/tools.h"

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

namespace portcullis::engine {

// One tool with its names on both sides.
struct CatalogTool
{
    ServerId server;
    protocol::Tool tool;
    std::string publicName; // at /mcp
    std::string hash;       // hex of tool.hash
};

// Where a client came in: /mcp sees all servers under public names, /mcp/<server> one, names
// untouched.
struct Profile
{
    ServerId server; // empty for all

    [[nodiscard]] bool aggregated() const { return server.empty(); }

    auto operator<=>(const Profile&) const = default;
};

// All known tools of all servers at one moment. Immutable.
class CatalogSnapshot
{
public:
    std::uint64_t version = 0; // rises when the tools or their order are others (E-45)
    std::vector<std::shared_ptr<const CatalogTool>> tools; // by server order, then the server's own

    [[nodiscard]] const CatalogTool* find(const Profile& profile, std::string_view name) const;

private:
    friend class ToolCatalog;

    std::unordered_map<std::string_view, const CatalogTool*> m_byPublicName;
    std::map<std::pair<std::string_view, std::string_view>, const CatalogTool*> m_byOwnName;
};

using CatalogPtr = std::shared_ptr<const CatalogSnapshot>;

// The tools of all servers, kept on disk, so that lists are whole from the first moment and never
// wait for a server (E-41, E-42); their public names, which stay the same over restarts (E-06).
//
// Owner: engine. Thread: gateway. Errors: a damaged file counts as absent; it is rewritten when the
// server has answered.
class ToolCatalog
{
public:
    // Runs a job where blocking does no harm; jobs run in order.
    using Background = std::function<void(std::function<void()>)>;

    ToolCatalog(std::filesystem::path folder, const Clock& clock, Background background);

    // Reads what earlier runs have left for the servers of this configuration.
    void load(const api::GatewayConfig& config);
    // A configuration with other servers, or another order.
    void configure(const api::GatewayConfig& config);
    // A server's new list. False when it equals the old one.
    bool setTools(const ServerId& server, const std::vector<protocol::Tool>& tools);

    [[nodiscard]] CatalogPtr current() const { return m_current; }

    [[nodiscard]] bool knows(const ServerId& server) const { return m_tools.contains(server); }

    [[nodiscard]] std::size_t toolCount(const ServerId& server) const
    {
        const auto found = m_tools.find(server);
        return found != m_tools.end() ? found->second.size() : 0;
    }

    // The tool of a disabled server that a name would lead to.
    [[nodiscard]] std::optional<protocol::ToolNames::Target>
    disabledTool(const Profile& profile, const std::string& name) const;

    // What a key sees, from `offset` on: one page (E-44) and, when there is more, where the next
    // begins. A definition is shaped once per revision and kept.
    struct Page
    {
        std::vector<const std::string*> tools; // definitions as written; live while `hold` does
        std::shared_ptr<const void> hold;
        std::optional<std::size_t> next;
    };

    [[nodiscard]] Page list(const policy::AllowLists& rights,
                            const KeyId& key,
                            const Profile& profile,
                            protocol::Revision revision,
                            std::size_t offset);

    // A fingerprint of what list() shows, to tell whether a client must be told of a change (D-56).
    [[nodiscard]] std::string
    fingerprint(const policy::AllowLists& rights, const KeyId& key, const Profile& profile) const;

private:
    using ServerTools = std::vector<std::shared_ptr<const CatalogTool>>;

    void rebuild();
    void saveTools(const ServerId& server, const std::vector<protocol::Tool>& tools) const;
    void saveNames();
    [[nodiscard]] const std::string&
    written(const CatalogTool& tool, bool aggregated, protocol::Revision revision);

    std::filesystem::path m_folder;
    const Clock& m_clock;
    Background m_background;
    std::string m_savedNames;
    std::vector<ServerId> m_order;
    std::map<ServerId, std::vector<protocol::Tool>> m_tools;
    protocol::ToolNames m_names;
    CatalogPtr m_current;

    struct Written
    {
        CatalogPtr snapshot; // keeps the tools alive that are keys below
        std::map<std::tuple<const CatalogTool*, bool, protocol::Revision>, std::string> texts;
    };

    std::shared_ptr<Written> m_written;
};

} // namespace portcullis::engine
