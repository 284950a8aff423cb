#pragma once

#include "gateway/api/rule_subject.h"
#include "gateway/api/status.h"
#include "gateway/base/ids.h"
#include "gateway/protocol/revision.h"
#include "gateway/protocol/tools.h"

#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace portcullis::engine {

// Where a client came in: /mcp sees all servers under public names, /mcp/<server> one under its own
// names.
struct Profile
{
    ServerId server; // empty for all

    [[nodiscard]] bool aggregated() const { return server.empty(); }

    auto operator<=>(const Profile&) const = default;
};

// One tool with its names on both sides. Immutable, and shared by the snapshots in which it is the
// same. Thread: gateway.
struct CatalogTool
{
    ServerId server;
    protocol::Tool tool;
    std::string publicName; // at /mcp; empty when it has none and is not there
    std::string ownName; // at /mcp/<server>: the server's, or an administrator's (E-11); or empty
    protocol::ToolText text; // an administrator's
    std::string hash;        // hex of tool.hash
    std::string approvedHash;
    // Allowed, or why it does not exist for any client: ToolHidden, ToolChanged.
    api::Reason exposure = api::Reason::Allowed;

    [[nodiscard]] bool changed() const { return hash != approvedHash; }

    [[nodiscard]] bool exposed() const { return exposure == api::Reason::Allowed; }

    // As rules see it.
    [[nodiscard]] api::Subject subject() const
    {
        return {tool.name, api::Governed::Tool, api::hintsOf(tool), false};
    }

    [[nodiscard]] const std::string& nameIn(const Profile& profile) const
    {
        return profile.aggregated() ? publicName : ownName;
    }

    // Hex, over all of the definition: a client sees more of it than an approval is about (E-13).
    [[nodiscard]] const std::string& definitionHash() const;
    // Of the definition and of what is written.
    [[nodiscard]] std::size_t bytes() const;

    // The definition as a client reads it; written once.
    [[nodiscard]] const std::string& written(bool aggregated, protocol::Revision revision) const;

    // Would anybody see a difference? Texts that are written already are no part of it.
    [[nodiscard]] bool sameAs(const CatalogTool& other) const;

private:
    mutable std::map<std::pair<bool, protocol::Revision>, std::string> m_written;
    mutable std::string m_definitionHash; // empty until somebody asks
};

// All known tools of all servers at one moment, those that are withheld from clients, too.
// Immutable once it is made.
class CatalogSnapshot
{
public:
    std::uint64_t version = 0; // rises when the tools or their order are others (E-45)
    std::vector<std::shared_ptr<const CatalogTool>> tools; // by server order, then the server's own

    void add(std::shared_ptr<const CatalogTool> tool);

    [[nodiscard]] const CatalogTool* find(const Profile& profile, std::string_view name) const;
    // By the server's own name of it. Null when it is not there.
    [[nodiscard]] const std::shared_ptr<const CatalogTool>*
    findOriginal(const ServerId& server, const std::string& tool) const;
    // Do both show the same in the same order? Then a page of one goes on in the other.
    [[nodiscard]] bool showsSame(const CatalogSnapshot& other) const;

    // Of the definitions and of what is written of them by now.
    [[nodiscard]] std::size_t bytes() const;

private:
    using NameOfServer = std::pair<std::string_view, std::string_view>;

    std::unordered_map<std::string_view, const CatalogTool*> m_byPublicName;
    std::map<NameOfServer, const CatalogTool*> m_byOwnName;
    std::map<NameOfServer, std::size_t> m_byOriginal; // place in `tools`
};

using CatalogPtr = std::shared_ptr<const CatalogSnapshot>;

} // namespace portcullis::engine
