#pragma once

#include "gateway/engine/gateway_impl.h"
#include "gateway/engine/policy_memory.h"
#include "gateway/engine/policy_source.h"

#include <optional>
#include <string>

namespace portcullis::engine {

// The signed policy that a gateway is under: read at the start, when the log is open and when its
// files change; held against every change. Anything that is not right with it closes the gateway.
// Owner: the gateway. Thread: gateway, but for atStart(), before there is one. Errors: what may not
// be is PermissionDenied, with a sentence that says what is locked and by whom.
class Gateway::Impl::PolicyGate
{
public:
    explicit PolicyGate(Impl& impl)
        : m_impl(impl)
    {}

    // What can be known without the log: enough to listen where the policy says, and to say what is
    // wrong while the gateway is locked. Gives the settings as they will be.
    [[nodiscard]] api::Settings atStart();
    // The installation is open: where it is kept which policies there have been.
    void remember(const SecretBytes& master);
    // Reads it and takes it into force; the runtime is configured by who calls.
    [[nodiscard]] http::Task<> apply();
    // The same in its turn among the changes, with all that follows.
    [[nodiscard]] http::Task<Result<api::ConfigPtr>> applyChange();
    // Once a second: have the files changed, or is its time over?
    void look();

    // What a change has made of the configuration, if that may be: every one that is to come into
    // force passes here. An error stays the error it is.
    [[nodiscard]] Result<api::GatewayConfig> admitted(Result<api::GatewayConfig> next) const;
    // May anything be changed at all?
    [[nodiscard]] Result<> mayChange() const;
    [[nodiscard]] Result<> mayTry(const api::ServerConfig& server) const;
    [[nodiscard]] Result<> mayRemove(const api::RetentionRequest& request) const;
    [[nodiscard]] Result<> mayErase(const api::EraseRequest& request) const;

    // Why nobody is let in; empty while all is well.
    [[nodiscard]] const std::string& problem() const { return m_problem; }

    // There is none, or it has been held to the configuration.
    [[nodiscard]] bool isHeld() const { return m_applied && m_problem.empty(); }

    [[nodiscard]] policy::RequestRulesPtr ceiling() const;
    [[nodiscard]] std::optional<api::LockdownStatus> status() const;

private:
    struct Found;

    [[nodiscard]] http::Task<Result<>> enforce(const Found& found);
    [[nodiscard]] http::Task<Result<>> overlay(const policy::Lockdown& lockdown,
                                               api::GatewayConfig next);
    [[nodiscard]] http::Task<> recordRefusal(std::string problem);
    void looked(std::string stamp);

    Impl& m_impl;
    policy::LockdownPtr m_lockdown; // in force, or the last one that was; null for none
    std::string m_problem;
    std::optional<PolicyMemory> m_memory; // asked in jobs, one at a time
    bool m_applied = false;
    bool m_again = false;   // it could not be recorded: another try when the log can
    bool m_looking = false; // a look at the files is under way
    bool m_queued = false;  // it waits among the changes to be read
    std::string m_read;     // stampOf() when it was last read
    std::string m_last;     // stampOf() at the last look
};

} // namespace portcullis::engine
