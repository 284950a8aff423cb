#include "gateway/api/status.h"

#include "gateway/api/names.h"

#include <algorithm>

namespace portcullis::api {

namespace {

constexpr Name<Reason> kReasons[] = {
    {Reason::Allowed, "allowed"},
    {Reason::UnknownTool, "unknown_tool"},
    {Reason::ToolNotAllowed, "tool_not_allowed"},
    {Reason::ServerDisabled, "server_disabled"},
    {Reason::MissingKey, "missing_key"},
    {Reason::UnknownKey, "unknown_key"},
    {Reason::KeyDisabled, "key_disabled"},
    {Reason::KeyExpired, "key_expired"},
    {Reason::BadHost, "bad_host"},
    {Reason::BadOrigin, "bad_origin"},
    {Reason::RateLimited, "rate_limited"},
    {Reason::TooManyInFlight, "too_many_in_flight"},
    {Reason::AuditUnavailable, "audit_unavailable"},
    {Reason::Locked, "locked"},
    {Reason::ToolHidden, "tool_hidden"},
    {Reason::ToolChanged, "tool_changed"},
    {Reason::TeamDisabled, "team_disabled"},
    {Reason::CustomerDisabled, "customer_disabled"},
    {Reason::CaseClosed, "case_closed"},
    {Reason::ToolNotInCase, "tool_not_in_case"},
    {Reason::BudgetExhausted, "budget_exhausted"},
    {Reason::DeniedByRule, "denied_by_rule"},
    {Reason::ArgumentsNotAllowed, "arguments_not_allowed"},
    {Reason::BadAllowHeader, "bad_allow_header"},
    {Reason::RoleMissing, "role_missing"},
    {Reason::ToolNotInPolicy, "tool_not_in_policy"},
    {Reason::SecretEnded, "secret_ended"},
    {Reason::KeyNotForTransport, "key_not_for_transport"},
    {Reason::KeyNotForProgram, "key_not_for_program"},
    {Reason::ProgramUnknown, "program_unknown"},
};

constexpr Name<Outcome> kOutcomes[] = {
    {Outcome::Running, "running"},
    {Outcome::Ok, "ok"},
    {Outcome::ToolError, "tool_error"},
    {Outcome::RpcError, "rpc_error"},
    {Outcome::Timeout, "timeout"},
    {Outcome::Cancelled, "cancelled"},
    {Outcome::UpstreamGone, "upstream_gone"},
    {Outcome::Denied, "denied"},
    {Outcome::InputRequired, "input_required"},
    {Outcome::TaskCreated, "task_created"},
    {Outcome::Orphaned, "orphaned"},
};

} // namespace

bool mayAsk(const GatewayStatus& status, Operation operation)
{
    return !status.permissions || std::ranges::find(status.permissions->operations, operation) !=
                                      status.permissions->operations.end();
}

const char* reasonName(Reason reason)
{
    return nameIn(kReasons, reason);
}

std::optional<Reason> reasonFromName(std::string_view name)
{
    return valueIn(kReasons, name);
}

const char* outcomeName(Outcome outcome)
{
    return nameIn(kOutcomes, outcome);
}

std::optional<Outcome> outcomeFromName(std::string_view name)
{
    return valueIn(kOutcomes, name);
}

} // namespace portcullis::api
