#include "app/ctl/folder_gateway.h"

#include <utility>

// How changes come to stay in a folder that no gateway uses, and what was before them.
namespace portcullis::ctl {

bool FolderGateway::isRecorded() const
{
    return m_options.recordChanges || m_master;
}

// All or nothing: a change that cannot be recorded is taken back. Holds the folder's lock.
Result<> FolderGateway::keep(const api::GatewayConfig& before,
                             const api::GatewayConfig& after,
                             std::uint64_t previous,
                             audit::ConfigurationChanged entry)
{
    if (auto kept = m_history.add(previous, after, entry); !kept) {
        return kept;
    }
    if (auto saved = m_store.save(after); !saved) {
        m_history.takeBack(after.revision);
        return saved;
    }
    if (!isRecorded()) {
        return {};
    }
    auto recorded = record(std::move(entry));
    if (!recorded) {
        static_cast<void>(m_store.save(before));
        m_history.takeBack(after.revision);
    }
    return recorded;
}

// The configuration in force, once what somebody has made of the file is a revision of its own.
Result<api::ConfigPtr> FolderGateway::settled()
{
    auto current = load();
    if (!current) {
        return current;
    }
    auto found = m_history.settle(**current);
    if (!found) {
        return fail(std::move(found.error()));
    }
    if (!*found) {
        return current;
    }
    audit::ConfigurationChanged entry = changeRecord(**current, (*found)->config);
    entry.change = api::kConfigFound;
    entry.before = (*found)->before;
    entry.by = "file";
    if (auto kept = keep(**current, (*found)->config, (*found)->previous, std::move(entry));
        !kept) {
        return fail(std::move(kept.error()));
    }
    return std::make_shared<const api::GatewayConfig>(std::move((*found)->config));
}

void FolderGateway::revisions(api::RevisionQuery query, api::Completion<api::RevisionPage> done)
{
    done(m_history.revisions(query));
}

void FolderGateway::revision(std::uint64_t number, api::Completion<api::RevisionState> done)
{
    done(m_history.revision(number));
}

void FolderGateway::undone(std::uint64_t number, api::Completion<api::ConfigPtr> done)
{
    const auto current = load();
    if (!current) {
        done(current);
        return;
    }
    auto config = m_history.undone(number, **current);
    if (!config) {
        done(fail(std::move(config.error())));
        return;
    }
    done(std::make_shared<const api::GatewayConfig>(std::move(*config)));
}

} // namespace portcullis::ctl
