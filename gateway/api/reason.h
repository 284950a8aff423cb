#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace portcullis::api {

// Why a call was or was not allowed. The names (reasonName) are stable: they stand in the log.
enum class Reason : std::uint8_t
{
    Allowed,
    UnknownTool,
    ToolNotAllowed,
    ServerDisabled,
    MissingKey,
    UnknownKey,
    KeyDisabled,
    KeyExpired,
    BadHost,
    BadOrigin,
    RateLimited,
    TooManyInFlight,
    AuditUnavailable,
    Locked,
    ToolHidden,  // by an override of the configuration (E-11)
    ToolChanged, // held until somebody approves its new definition (E-13)
    TeamDisabled,
    CustomerDisabled,
    CaseClosed,
    ToolNotInCase,       // the key's allow-list has it, its case's does not
    BudgetExhausted,     // a budget of the key, its team, customer, case or server has no room
    DeniedByRule,        // a rule denies it, whatever the arguments
    ArgumentsNotAllowed, // it may be used, but not with these arguments
    BadAllowHeader,      // the request's own rules cannot be read
    ToolNotInPolicy,     // the policy of the locked-down installation does not allow it
    SecretEnded,         // the key's older secret, after its end
    KeyNotForTransport,  // the key is bound to other ways in
    KeyNotForProgram,    // the key is bound to other programs
    ProgramUnknown,      // the key is bound to programs, and the client's cannot be told
    RoleMissing          // somebody asked of the gateway itself what is not theirs to ask
};

[[nodiscard]] const char* reasonName(Reason reason);
[[nodiscard]] std::optional<Reason> reasonFromName(std::string_view name);

} // namespace portcullis::api
