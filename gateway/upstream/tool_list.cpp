#include "gateway/upstream/tool_list.h"

#include <algorithm>
#include <utility>

namespace portcullis::upstream {

namespace {

constexpr std::size_t kMostNotes = 100;

RpcRequest listRequest(const std::optional<std::string>& cursor,
                       protocol::Revision revision,
                       const std::string& capabilities)
{
    const bool stateless = protocol::eraOf(revision) == protocol::Era::Stateless;
    const std::string meta =
        stateless ? protocol::writeStatelessMeta(revision, capabilities) : std::string();
    RpcRequest request;
    request.method = "tools/list";
    request.params = protocol::writeListParams(cursor, meta);
    return request;
}

} // namespace

void ToolPages::note(std::string text)
{
    if (m_list.notes.size() < kMostNotes) {
        m_list.notes.push_back(std::move(text));
    }
}

void ToolPages::addTool(protocol::Tool tool)
{
    if (m_full || m_names.contains(tool.name)) {
        if (!m_full) {
            note("The tool '" + tool.name + "' is listed twice; the first one counts.");
        }
        return;
    }
    if (m_list.tools.size() >= protocol::kMaxTools ||
        m_bytes + tool.definition.size() > protocol::kMaxToolsBytes) {
        m_full = true;
        note("The server lists more tools than Portcullis accepts; those from '" + tool.name +
             "' on are left out.");
        return;
    }
    m_bytes += tool.definition.size();
    m_names.insert(tool.name);
    m_list.tools.push_back(std::move(tool));
}

std::optional<std::string> ToolPages::add(protocol::ToolsPage page, protocol::Era era)
{
    const std::size_t before = m_list.tools.size();
    if (era == protocol::Era::Stateless) {
        const std::chrono::milliseconds life(page.ttlMillis);
        m_list.life = std::min(m_list.life.value_or(life), life);
    }
    for (std::string& text : page.notes) {
        note(std::move(text));
    }
    const std::size_t items = page.tools.size();
    for (protocol::Tool& tool : page.tools) {
        addTool(std::move(tool));
    }
    if (!page.nextCursor || m_full) {
        return std::nullopt;
    }
    if (!m_guard.goesOn(*page.nextCursor, items, m_list.tools.size() > before)) {
        note("The server's list of tools does not end; what came after page " +
             std::to_string(m_guard.pages()) + " is left out.");
        return std::nullopt;
    }
    return std::move(page.nextCursor);
}

Task<std::expected<ToolList, Failure>> fetchTools(std::shared_ptr<RpcConnection> connection,
                                                  bool declared,
                                                  protocol::UpstreamKind kind,
                                                  std::string capabilities,
                                                  std::chrono::milliseconds timeout)
{
    const auto end = std::chrono::steady_clock::now() + timeout;
    ToolPages pages;
    std::optional<std::string> cursor;
    do {
        RpcRequest request = listRequest(cursor, connection->revision(), capabilities);
        request.timeout =
            std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
        const RpcOutcome outcome = co_await connection->ask(std::move(request));
        if (!outcome) {
            co_return std::unexpected(outcome.error());
        }
        if (outcome->error && !declared) {
            ToolList none; // it told the truth: it has no tools
            none.notes.emplace_back("The server declares no tools.");
            co_return none;
        }
        if (outcome->error) {
            Error error{ErrorCode::ProtocolError,
                        "The server refused to list its tools: " + outcome->error->message,
                        "JSON-RPC error " + std::to_string(outcome->error->code)};
            co_return std::unexpected(Failure{.error = std::move(error)});
        }
        const protocol::Era era = protocol::eraOf(connection->revision());
        auto page = protocol::readToolsPage(outcome->result, kind, era);
        if (!page) {
            co_return std::unexpected(Failure{.error = std::move(page.error())});
        }
        cursor = pages.add(std::move(*page), era);
    } while (cursor);
    co_return pages.take();
}

} // namespace portcullis::upstream
