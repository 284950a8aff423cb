#include "app/ctl/relay_tools.h"

#include "gateway/protocol/mcp_headers.h"

#include <utility>

namespace portcullis::ctl {

namespace {

constexpr unsigned kBadRequest = 400;

} // namespace

std::optional<std::string> RelayTools::learn(JsonValue result)
{
    auto page =
        protocol::readToolsPage(result, protocol::UpstreamKind::Http, protocol::Era::Stateless);
    if (!page) {
        return std::nullopt;
    }
    for (protocol::Tool& tool : page->tools) {
        if (tool.headerParams.empty()) {
            m_tools.erase(tool.name);
        } else if (m_tools.size() < protocol::kMaxTools || m_tools.contains(tool.name)) {
            std::string name = tool.name;
            m_tools.insert_or_assign(std::move(name), std::move(tool));
        }
    }
    return std::move(page->nextCursor);
}

std::vector<std::pair<std::string, std::string>> RelayTools::fieldsFor(JsonValue callParams) const
{
    const auto found = m_tools.find(callParams["name"].string());
    if (found == m_tools.end()) {
        return {};
    }
    return protocol::parameterHeaders(found->second, callParams["arguments"]);
}

bool wantsOtherFields(unsigned status, JsonValue answer)
{
    return status == kBadRequest &&
           answer["error"]["code"].integer() == protocol::code::kHeaderMismatch;
}

} // namespace portcullis::ctl
