#include "gateway/engine/tool_catalog.h"

#include "gateway/base/atomic_file.h"
#include "gateway/base/crypto.h"
#include "gateway/base/encoding.h"
#include "gateway/base/json.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace portcullis::engine {

namespace {

constexpr std::size_t kMaxCatalogBytes = 32 * 1024 * 1024;
constexpr const char* kNamesFile = "names.json";
constexpr std::uint64_t kVersionMask = (std::uint64_t{1} << 52U) - 1;

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

std::filesystem::path toolsFile(const std::filesystem::path& folder, const ServerId& server)
{
    const std::string file = server.str() + ".json";
    // Ids have no underscore.
    return folder / (file == kNamesFile ? "server_" + file : file);
}

// Cursors of an earlier run must lead nowhere.
CatalogPtr firstSnapshot()
{
    auto snapshot = std::make_shared<CatalogSnapshot>();
    std::array<std::uint8_t, sizeof(std::uint64_t)> random{};
    fillRandom(random);
    for (const std::uint8_t byte : random) {
        snapshot->version = (snapshot->version << 8U | byte) & kVersionMask;
    }
    return snapshot;
}

} // namespace

std::filesystem::path ToolCatalog::pinsFile(const std::filesystem::path& folder,
                                            const ServerId& server)
{
    return folder / (server.str() + ".approved.json");
}

ToolCatalog::ToolCatalog(std::filesystem::path folder,
                         const Clock& clock,
                         Background background,
                         Report report)
    : m_folder(std::move(folder))
    , m_clock(clock)
    , m_background(std::move(background))
    , m_report(std::move(report))
    , m_current(firstSnapshot())
{}

void ToolCatalog::removeFiles(const std::filesystem::path& folder, const ServerId& server)
{
    for (const std::filesystem::path& file :
         {toolsFile(folder, server), pinsFile(folder, server)}) {
        std::error_code ignored;
        std::filesystem::remove(file, ignored);
    }
}

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
        if (const auto text = readWholeFile(toolsFile(m_folder, server.id), kMaxCatalogBytes)) {
            if (auto tools = readStored(*text)) {
                m_tools[server.id] = std::move(*tools);
            }
        }
        loadPins(server.id);
    }
    configure(config);
}

// None at all of a server that was never met is the first use. What cannot be read, and what is
// gone while the server's list is there, is lost, and says so from now on.
void ToolCatalog::loadPins(const ServerId& server)
{
    const auto text = readWholeFile(pinsFile(m_folder, server), kMaxCatalogBytes);
    std::error_code ignored;
    const bool firstUse = !text && text.error().code == ErrorCode::NotFound &&
                          !std::filesystem::exists(toolsFile(m_folder, server), ignored);
    auto pins = text ? ToolPins::load(*text) : Result<ToolPins>(ToolPins());
    if (!firstUse && (!text || !pins)) {
        pins = ToolPins::lost();
        save(pinsFile(m_folder, server), pins->save());
    }
    const auto known = m_tools.find(server);
    if (known != m_tools.end() && pins->meet(known->second)) {
        save(pinsFile(m_folder, server), pins->save());
    }
    m_pins[server] = std::move(*pins);
}

void ToolCatalog::configure(const api::GatewayConfig& config)
{
    m_order.clear();
    m_settings.clear();
    for (const api::ServerConfig& server : config.servers) {
        Settings& settings = m_settings[server.id];
        settings.holdsChanged = server.changedTools == api::ChangedTools::Hold;
        for (const api::ToolOverride& tool : server.tools) {
            settings.overrides[tool.tool] = tool;
        }
        if (server.enabled) {
            m_order.push_back(server.id);
        }
    }
    forgetAbsent(config);
    const api::ToolNaming& naming = config.settings.toolNames;
    m_names.setNaming({naming.maxLength, naming.serverPrefix});
    rebuild();
}

// A server that is gone and comes back is a new one: nothing of it may linger.
void ToolCatalog::forgetAbsent(const api::GatewayConfig& config)
{
    std::set<ServerId> gone;
    for (const auto& [server, tools] : m_tools) {
        gone.insert(server);
    }
    for (const auto& [server, pins] : m_pins) {
        gone.insert(server);
    }
    for (const api::ServerConfig& server : config.servers) {
        gone.erase(server.id);
    }
    for (const ServerId& server : gone) {
        m_tools.erase(server);
        m_pins.erase(server);
        m_unsaved.erase(server);
        // In its turn: what is still being written must not come after it.
        m_background([folder = m_folder, server] { removeFiles(folder, server); });
    }
}

bool ToolCatalog::setTools(const ServerId& server, const std::vector<protocol::Tool>& tools)
{
    const auto known = m_tools.find(server);
    const bool same =
        known != m_tools.end() && !unsaved(server) &&
        std::ranges::equal(
            known->second, tools, {}, &protocol::Tool::definition, &protocol::Tool::definition);
    if (same) {
        // What is read from disk lacks what only a live server tells (header parameters).
        known->second = tools;
        rebuild();
        return false;
    }
    m_tools[server] = tools;
    if (m_pins[server].meet(tools) || unsaved(server)) {
        savePins(server);
    }
    saveTools(server);
    rebuild();
    return true;
}

// Could the approvals not be written when that was tried last?
bool ToolCatalog::unsaved(const ServerId& server) const
{
    const auto known = m_unsaved.find(server);
    return known != m_unsaved.end() && *known->second;
}

void ToolCatalog::savePins(const ServerId& server)
{
    auto& failed = m_unsaved[server];
    if (failed == nullptr) {
        failed = std::make_shared<std::atomic<bool>>(false);
    }
    m_background([failed,
                  report = m_report,
                  server,
                  file = pinsFile(m_folder, server),
                  text = m_pins[server].save()] {
        const auto saved = writeFileAtomically(file, text);
        *failed = !saved;
        if (!saved && report) {
            report("the approvals of the tools of server " + server.str() +
                   " cannot be saved: " + saved.error().message);
        }
    });
}

// After the approvals, and only when they are there: a list without approvals counts as one whose
// approvals are lost. It can be asked for again: a full disk must not stop a server from being
// used.
void ToolCatalog::saveTools(const ServerId& server)
{
    const auto known = m_unsaved.find(server);
    m_background([failed = known == m_unsaved.end() ? nullptr : known->second,
                  file = toolsFile(m_folder, server),
                  text = writeStored(m_tools[server])] {
        if (failed == nullptr || !*failed) {
            static_cast<void>(writeFileAtomically(file, text));
        }
    });
}

std::shared_ptr<const CatalogTool> ToolCatalog::entryOf(const ServerId& server,
                                                        const protocol::Tool& tool,
                                                        const OwnNames& names) const
{
    auto entry = std::make_shared<CatalogTool>();
    entry->server = server;
    entry->tool = tool;
    entry->publicName = std::string(m_names.publicName(server, tool.name));
    const auto other = names.find(tool.name);
    entry->ownName = other == names.end() ? tool.name : other->second;
    entry->hash = toHex(tool.hash);
    const auto pins = m_pins.find(server);
    const Digest* approved = pins == m_pins.end() ? nullptr : pins->second.approved(tool.name);
    entry->approvedHash = approved == nullptr ? std::string() : toHex(*approved);
    const auto settings = m_settings.find(server);
    if (entry->changed() && settings != m_settings.end() && settings->second.holdsChanged) {
        entry->exposure = api::Reason::ToolChanged;
    }
    if (const api::ToolOverride* wanted = overrideOf(server, tool.name)) {
        entry->text = {wantedName(server, tool.name), wanted->description};
        entry->exposure = wanted->hidden ? api::Reason::ToolHidden : entry->exposure;
    }
    return entry;
}

void ToolCatalog::rebuild()
{
    nameTools();
    auto next = std::make_shared<CatalogSnapshot>();
    for (const ServerId& server : m_order) {
        const auto known = m_tools.find(server);
        if (known == m_tools.end()) {
            continue;
        }
        const OwnNames names = ownNames(server);
        for (const protocol::Tool& tool : known->second) {
            auto entry = entryOf(server, tool, names);
            if (entry->publicName.empty()) {
                reportUnnamed(server, tool.name, "/mcp");
            }
            // The one that is there has its texts written already.
            const auto* before = m_current->findOriginal(server, tool.name);
            if (before != nullptr && (*before)->sameAs(*entry)) {
                entry = *before;
            }
            next->add(std::move(entry));
        }
    }
    const bool same = next->showsSame(*m_current);
    next->version = m_current->version + (same ? 0 : 1);
    const CatalogPtr replaced = std::exchange(m_current, std::move(next));
    if (!same && std::exchange(m_walked, false)) {
        keep(replaced);
    }
}

void ToolCatalog::save(const std::filesystem::path& file, std::string text) const
{
    m_background(
        [file, text = std::move(text)] { static_cast<void>(writeFileAtomically(file, text)); });
}

void ToolCatalog::saveNames()
{
    std::string text = m_names.save();
    if (text == m_savedNames) {
        return;
    }
    m_savedNames = text;
    save(m_folder / kNamesFile, std::move(text));
}

} // namespace portcullis::engine
