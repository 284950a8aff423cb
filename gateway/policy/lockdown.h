#pragma once

#include "gateway/api/config.h"
#include "gateway/api/lockdown.h"
#include "gateway/api/policy_file.h"
#include "gateway/api/retention.h"
#include "gateway/policy/decision.h"

#include <memory>
#include <string>

namespace portcullis::policy {

// Holds configurations to a policy. Pure; whether the policy is signed and the newest one is its
// owner's matter. Immutable. Thread: any. Errors: PermissionDenied with a sentence that says what
// is locked, by whom and by which version.
class Lockdown
{
public:
    explicit Lockdown(api::PolicyFile policy);
    Lockdown(const Lockdown&) = delete;
    Lockdown& operator=(const Lockdown&) = delete;
    Lockdown(Lockdown&&) = delete;
    Lockdown& operator=(Lockdown&&) = delete;
    ~Lockdown() = default;

    // Does the configuration keep everything? The first thing that it does not is told.
    [[nodiscard]] Result<> check(const api::GatewayConfig& config) const;
    // The configuration as the policy has it, with the revision as it was: fixed values put in,
    // numbers brought within their bounds, servers switched off that are not allowed, budgets set.
    // The same where nothing is to be changed. Errors: InvalidArgument when the policy asks for
    // what no configuration, or not this one, can be.
    [[nodiscard]] Result<api::GatewayConfig> applyTo(const api::GatewayConfig& config) const;

    // A change of a configuration that keeps everything: with the budgets of whom it adds. Errors:
    // those of check().
    [[nodiscard]] Result<api::GatewayConfig> admit(const api::GatewayConfig& before,
                                                   api::GatewayConfig next) const;

    // May this server be tried, or be enabled?
    [[nodiscard]] Result<> checkServer(const api::ServerConfig& server) const;
    // May contents and bodies of this age be removed, where the policy says how long they stay?
    [[nodiscard]] Result<> checkRemoval(const api::RetentionRequest& request, WallTime now) const;
    [[nodiscard]] Result<> checkErasure(const api::EraseRequest& request, WallTime now) const;

    // The rules that no key can exceed; null without any.
    [[nodiscard]] const RequestRulesPtr& ceiling() const { return m_ceiling; }

    [[nodiscard]] const api::PolicyFile& policy() const { return m_policy; }

    // Without a problem.
    [[nodiscard]] api::LockdownStatus status() const;

private:
    [[nodiscard]] std::unexpected<Error> locked(const std::string& what) const;
    [[nodiscard]] std::unexpected<Error> unfit(const std::string& what) const;
    [[nodiscard]] std::string byWhom() const;
    [[nodiscard]] bool allows(const api::ServerConfig& server) const;
    [[nodiscard]] Result<> checkFixed(const api::GatewayConfig& config) const;
    [[nodiscard]] Result<> checkBounds(const api::GatewayConfig& config) const;
    [[nodiscard]] Result<> checkBudgets(const api::GatewayConfig& config) const;
    void setBudgets(api::GatewayConfig& config) const;
    // Days that the log keeps at least; 0 for any.
    [[nodiscard]] std::int64_t keptDays(std::string_view member) const;

    api::PolicyFile m_policy;
    RequestRulesPtr m_ceiling;
};

using LockdownPtr = std::shared_ptr<const Lockdown>;

} // namespace portcullis::policy
