#include "gateway/engine/catalog_snapshot.h"

#include "gateway/base/crypto.h"
#include "gateway/base/encoding.h"

#include <algorithm>
#include <tuple>

namespace portcullis::engine {

const std::string& CatalogTool::written(bool aggregated, protocol::Revision revision) const
{
    auto [entry, isNew] = m_written.try_emplace(std::pair(aggregated, revision));
    if (isNew) {
        entry->second =
            aggregated
                ? protocol::writeTool(tool, publicName, revision, text, protocol::UriNames(server))
                : protocol::writeTool(tool, ownName, revision, text);
    }
    return entry->second;
}

const std::string& CatalogTool::definitionHash() const
{
    if (m_definitionHash.empty()) {
        m_definitionHash = toHex(sha256(tool.definition));
    }
    return m_definitionHash;
}

std::size_t CatalogTool::bytes() const
{
    std::size_t bytes = tool.definition.size();
    for (const auto& [form, written] : m_written) {
        bytes += written.size();
    }
    return bytes;
}

bool CatalogTool::sameAs(const CatalogTool& other) const
{
    const auto looks = [](const CatalogTool& one) {
        return std::tie(one.server,
                        one.publicName,
                        one.ownName,
                        one.text,
                        one.approvedHash,
                        one.exposure,
                        one.tool.definition,
                        one.tool.headerParams);
    };
    return looks(*this) == looks(other);
}

void CatalogSnapshot::add(std::shared_ptr<const CatalogTool> tool)
{
    if (!tool->publicName.empty()) {
        m_byPublicName.emplace(tool->publicName, tool.get());
    }
    if (!tool->ownName.empty()) {
        m_byOwnName.emplace(NameOfServer(tool->server.str(), tool->ownName), tool.get());
    }
    m_byOriginal.emplace(NameOfServer(tool->server.str(), tool->tool.name), tools.size());
    tools.push_back(std::move(tool));
}

const CatalogTool* CatalogSnapshot::find(const Profile& profile, std::string_view name) const
{
    if (profile.aggregated()) {
        const auto found = m_byPublicName.find(name);
        return found == m_byPublicName.end() ? nullptr : found->second;
    }
    const auto found = m_byOwnName.find({profile.server.str(), name});
    return found == m_byOwnName.end() ? nullptr : found->second;
}

const std::shared_ptr<const CatalogTool>*
CatalogSnapshot::findOriginal(const ServerId& server, const std::string& tool) const
{
    const auto found = m_byOriginal.find({server.str(), tool});
    return found == m_byOriginal.end() ? nullptr : &tools[found->second];
}

bool CatalogSnapshot::showsSame(const CatalogSnapshot& other) const
{
    return std::ranges::equal(tools, other.tools, [](const auto& one, const auto& two) {
        return one == two ||
               (one->server == two->server && one->publicName == two->publicName &&
                one->ownName == two->ownName && one->text == two->text &&
                one->tool.definition == two->tool.definition && one->exposure == two->exposure);
    });
}

std::size_t CatalogSnapshot::bytes() const
{
    std::size_t bytes = 0;
    for (const auto& tool : tools) {
        bytes += tool->bytes();
    }
    return bytes;
}

} // namespace portcullis::engine
