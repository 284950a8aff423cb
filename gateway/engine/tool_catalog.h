#pragma once

#include "gateway/api/config.h"
#include "gateway/base/clock.h"
#include "gateway/base/ids.h"
#include "gateway/engine/catalog_snapshot.h"
#include "gateway/engine/tool_pins.h"
#include "gateway/policy/decision.h"
#include "gateway/protocol/revision.h"
#include "gateway/protocol/tool_names.h"
#include "gateway/protocol/tools.h"

#include <atomic>
#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace portcullis::engine {

// The tools of all servers, kept on disk, so that lists are whole from the first moment and never
// wait for a server (E-41, E-42); their public names, which stay the same over restarts (E-06); the
// definitions that are approved (E-13); how an administrator wants them to be shown (E-11).
//
// Owner: engine. Thread: gateway. Errors: a damaged file counts as absent; it is rewritten when the
// server has answered. Damaged approvals, and those that are gone from beside a list, count as
// none: every tool of the server has changed then.
class ToolCatalog
{
public:
    // Runs a job where blocking does no harm; jobs run in order.
    using Background = std::function<void(std::function<void()>)>;

    // Takes a line for whoever runs the program; also from background jobs.
    using Report = std::function<void(const std::string& line)>;

    ToolCatalog(std::filesystem::path folder,
                const Clock& clock,
                Background background,
                Report report = {});

    // Reads what earlier runs have left for the servers of this configuration.
    void load(const api::GatewayConfig& config);
    // A configuration with other servers, another order, other names or overrides.
    void configure(const api::GatewayConfig& config);
    // A server's new list. False when it equals the old one.
    bool setTools(const ServerId& server, const std::vector<protocol::Tool>& tools);

    // Gives up replaced versions that no cursor leads to any more.
    void sweep();

    // What is kept of a server that has been removed.
    static void removeFiles(const std::filesystem::path& folder, const ServerId& server);

    [[nodiscard]] CatalogPtr current() const { return m_current; }

    [[nodiscard]] bool knows(const ServerId& server) const { return m_tools.contains(server); }

    // How many tools a server had when it was last heard of; 0 when nothing is known.
    [[nodiscard]] std::size_t toolCount(const ServerId& server) const;

    // All tools of an enabled server, withheld ones included, as a window shows them.
    [[nodiscard]] std::vector<api::ToolInfo> describe(const ServerId& server) const;

    // The tool of a disabled server that a name would lead to.
    [[nodiscard]] std::optional<protocol::ToolNames::Target>
    disabledTool(const Profile& profile, const std::string& name) const;

    // What must be saved before an approval may count (E-13).
    struct Approval
    {
        std::filesystem::path file;
        std::string before; // the file's content, as it is and as it will be
        std::string after;
        std::map<std::string, Digest> tools; // empty: all of it is approved already
    };

    // Errors: NotFound; InvalidArgument when a definition is another one by now.
    [[nodiscard]] Result<Approval>
    prepareApproval(const ServerId& server, const std::vector<api::ToolApproval>& tools) const;
    void approve(const ServerId& server, const Approval& approval);
    // Of one that was saved and may not count: saves what is approved now instead.
    void takeBackApproval(const ServerId& server);

    // Where a page begins: in which version of the catalog, at which tool of it.
    struct Place
    {
        std::uint64_t version = 0;
        std::size_t index = 0;
    };

    struct Page
    {
        std::vector<const std::string*> tools; // definitions as written; live while `hold` does
        CatalogPtr hold;
        std::optional<Place> next; // of the page after this, when there is more
    };

    // What a key sees of a profile: one page (E-44), of the current catalog or of the one that a
    // walk has begun in (E-45). Rights and what is withheld are always the present ones. Nothing
    // when the version is no longer kept. `narrow`: what the request limits itself to, or null.
    [[nodiscard]] std::optional<Page> list(const policy::AllowLists& rights,
                                           const KeyId& key,
                                           const Profile& profile,
                                           protocol::Revision revision,
                                           const std::optional<Place>& from = {},
                                           const policy::RequestRules* narrow = nullptr);

    // A fingerprint of what list() shows, to tell whether a client must be told of a change (D-56).
    [[nodiscard]] std::string
    fingerprint(const policy::AllowLists& rights, const KeyId& key, const Profile& profile) const;

private:
    // How the configuration wants the tools of a server.
    struct Settings
    {
        bool holdsChanged = false;
        std::map<std::string, api::ToolOverride> overrides;
    };

    // A replaced catalog in which walks may still be under way.
    struct Kept
    {
        CatalogPtr snapshot;
        MonotonicTime until;
    };

    using OwnNames = std::map<std::string, std::string>;

    void loadPins(const ServerId& server);
    void forgetAbsent(const api::GatewayConfig& config);
    void rebuild();
    void nameTools();
    [[nodiscard]] std::shared_ptr<const CatalogTool>
    entryOf(const ServerId& server, const protocol::Tool& tool, const OwnNames& names) const;
    [[nodiscard]] OwnNames ownNames(const ServerId& server);
    [[nodiscard]] std::string wantedName(const ServerId& server, const std::string& tool) const;
    void reportUnnamed(const ServerId& server, const std::string& tool, const std::string& place);
    [[nodiscard]] const api::ToolOverride* overrideOf(const ServerId& server,
                                                      const std::string& tool) const;
    void keep(CatalogPtr replaced);
    [[nodiscard]] CatalogPtr versionOf(std::uint64_t version) const;
    void save(const std::filesystem::path& file, std::string text) const;
    void saveNames();
    [[nodiscard]] bool unsaved(const ServerId& server) const;
    void savePins(const ServerId& server);
    void saveTools(const ServerId& server);
    [[nodiscard]] static std::filesystem::path pinsFile(const std::filesystem::path& folder,
                                                        const ServerId& server);

    std::filesystem::path m_folder;
    const Clock& m_clock;
    Background m_background;
    Report m_report;
    std::set<std::string> m_unnamed; // tools that are left out, and where
    std::string m_savedNames;
    std::vector<ServerId> m_order; // enabled servers
    std::map<ServerId, Settings> m_settings;
    std::map<ServerId, std::vector<protocol::Tool>> m_tools;
    std::map<ServerId, ToolPins> m_pins;
    std::map<ServerId, std::shared_ptr<std::atomic<bool>>> m_unsaved; // failed to save its pins
    protocol::ToolNames m_names;
    CatalogPtr m_current;
    bool m_walked = false; // a page of m_current has led to another one
    std::deque<Kept> m_kept;
};

} // namespace portcullis::engine
