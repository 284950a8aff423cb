#include "app/ctl/folder_gateway.h"
#include "gateway/base/crypto.h"
#include "gateway/engine/data_folder.h"
#include "gateway/engine/gateway.h"
#include "gateway/engine/policy_memory.h"

#include <utility>

// The signed policy of a locked-down installation, where no gateway runs. Which policies there have
// been is known when the keys are open; otherwise the next start finds what has gone wrong.
namespace portcullis::ctl {

Result<engine::SeenPolicy> FolderGateway::seenPolicy()
{
    if (!m_log || !m_master) {
        return engine::SeenPolicy();
    }
    const engine::PolicyMemory memory(m_options.dataFolder / engine::kLockdownFile,
                                      deriveKey(*m_master, engine::kLockdownPurpose));
    return memory.load(*m_log);
}

Result<policy::LockdownPtr> FolderGateway::lockdown()
{
    const auto found = engine::readPolicy(m_options.policy);
    const auto seen = seenPolicy();
    if (!found || !seen) {
        return fail(found ? seen.error() : found.error());
    }
    if (auto good = engine::judgePolicy(*found, *seen, m_clock.wallNow()); !good) {
        return fail(std::move(good.error()));
    }
    return *found ? (*found)->lockdown : nullptr;
}

// From what the policy makes of the configuration: the folder may not have been started under it.
Result<api::GatewayConfig> FolderGateway::changed(const api::GatewayConfig& before,
                                                  const api::ConfigChange& change)
{
    const auto held = lockdown();
    if (!held) {
        return fail(held.error());
    }
    if (!*held) {
        return api::applyChange(before, change);
    }
    const auto base = (*held)->applyTo(before);
    if (!base) {
        return fail(base.error());
    }
    auto after = api::applyChange(*base, change);
    return after ? (*held)->admit(*base, std::move(*after)) : after;
}

Result<> FolderGateway::mayTry(const api::ServerConfig& server)
{
    const auto held = lockdown();
    if (!held) {
        return fail(held.error());
    }
    return *held ? (*held)->checkServer(server) : Result<>();
}

Result<> FolderGateway::mayErase(const api::EraseRequest& request)
{
    const auto held = lockdown();
    if (!held) {
        return fail(held.error());
    }
    return *held ? (*held)->checkErasure(request, m_clock.wallNow()) : Result<>();
}

Result<> FolderGateway::mayRemove(const api::RetentionRequest& request)
{
    const auto held = lockdown();
    if (!held) {
        return fail(held.error());
    }
    return *held ? (*held)->checkRemoval(request, m_clock.wallNow()) : Result<>();
}

std::optional<api::LockdownStatus> FolderGateway::lockdownStatus()
{
    const auto held = lockdown();
    if (held) {
        return *held ? std::optional((*held)->status()) : std::nullopt;
    }
    api::LockdownStatus status;
    status.problem = held.error().message;
    return status;
}

} // namespace portcullis::ctl
