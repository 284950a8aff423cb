#include "app/ctl/folder_gateway.h"
#include "app/ctl/folder_lock.h"
#include "gateway/base/atomic_file.h"
#include "gateway/base/crypto.h"
#include "gateway/base/encoding.h"
#include "gateway/engine/tool_catalog.h"

// The tools of servers as the last run has left them.
namespace portcullis::ctl {

void FolderGateway::serverTools(ServerId server, api::Completion<std::vector<api::ToolInfo>> done)
{
    const auto config = load();
    if (!config) {
        done(fail(config.error()));
        return;
    }
    if (api::findServer(**config, server) == nullptr) {
        done(fail(ErrorCode::NotFound, "There is no server \"" + server.str() + "\"."));
        return;
    }
    engine::ToolCatalog catalog(
        m_options.dataFolder / "catalog", m_clock, [](const std::function<void()>&) {});
    catalog.load(**config);
    done(catalog.describe(server));
}

void FolderGateway::approveTools(ServerId server,
                                 std::vector<api::ToolApproval> tools,
                                 api::Completion<> done)
{
    done(approve(server, tools));
}

// Both or neither. Never without a record: an approval is no part of the configuration, whose hash
// the next start records.
Result<> FolderGateway::approve(const ServerId& server, const std::vector<api::ToolApproval>& tools)
{
    if (!m_options.recordChanges && !m_master) {
        return fail(ErrorCode::Locked,
                    "An approval is recorded in the log, which is closed: start Portcullis, or add "
                    "--unlock.");
    }
    const auto opened = log();
    const auto held = opened ? lockdown() : fail(opened.error());
    if (!held) {
        return fail(held.error());
    }
    const auto lock = FolderLock::take(m_options.dataFolder);
    if (!lock) {
        return fail(lock.error());
    }
    const auto config = load();
    if (!config) {
        return fail(config.error());
    }
    engine::ToolCatalog catalog(
        m_options.dataFolder / "catalog", m_clock, [](const std::function<void()>& job) { job(); });
    catalog.load(**config);
    const auto approval = catalog.prepareApproval(server, tools);
    if (!approval || approval->tools.empty()) {
        return approval ? Result<>() : fail(approval.error());
    }
    if (auto saved = writeFileAtomically(approval->file, approval->after); !saved) {
        return saved;
    }
    for (const auto& [tool, hash] : approval->tools) {
        auto entry = changeRecord(**config, **config);
        entry.change = engine::kToolApproved;
        entry.subject = engine::approvalSubject(server, tool, hash);
        entry.before = toHex(sha256(approval->before));
        entry.after = toHex(sha256(approval->after));
        if (auto entered = record(std::move(entry)); !entered) {
            catalog.takeBackApproval(server);
            return entered;
        }
    }
    return {};
}

} // namespace portcullis::ctl
