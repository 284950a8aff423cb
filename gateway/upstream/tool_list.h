#pragma once

#include "gateway/protocol/lifecycle.h"
#include "gateway/protocol/tools.h"
#include "gateway/upstream/page_guard.h"
#include "gateway/upstream/rpc_connection.h"

#include <chrono>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

namespace portcullis::upstream {

struct ToolList
{
    std::vector<protocol::Tool> tools;
    std::vector<std::string> notes;
    // How long the server lets the list be kept: the shortest of its pages. Nothing in the session
    // era, where it tells of changes instead.
    std::optional<std::chrono::milliseconds> life;
};

// Puts pages together (C-86, G-54, G-55). Pure.
class ToolPages
{
public:
    // The cursor of the next page to ask for, or nothing when this was the last one.
    [[nodiscard]] std::optional<std::string> add(protocol::ToolsPage page, protocol::Era era);

    [[nodiscard]] ToolList take() { return std::move(m_list); }

private:
    void addTool(protocol::Tool tool);
    void note(std::string text);

    ToolList m_list;
    std::unordered_set<std::string> m_names;
    std::size_t m_bytes = 0;
    PageGuard m_guard;
    bool m_full = false;
};

// Asks for all pages of tools/list with these ClientCapabilities (listingCapabilities()). The time
// is that of the whole list.
[[nodiscard]] Task<std::expected<ToolList, Failure>>
fetchTools(std::shared_ptr<RpcConnection> connection,
           bool declared,
           protocol::UpstreamKind kind,
           std::string capabilities,
           std::chrono::milliseconds timeout);

} // namespace portcullis::upstream
