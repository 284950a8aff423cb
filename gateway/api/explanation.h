#pragma once

#include "gateway/api/config.h"
#include "gateway/api/status.h"
#include "gateway/api/tools.h"
#include "gateway/base/clock.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// Why something is allowed or not, and what a change of rules comes to: values for people to read.
namespace portcullis::api {

// The lists of rules that are asked, in this order; each must allow.
enum class RuleLevel : std::uint8_t
{
    Policy, // of a locked-down installation, where it has rules
    Server,
    Key,
    Case, // that the key is bound to, where it has a list
    Request
};

[[nodiscard]] const char* ruleLevelName(RuleLevel level); // "policy", "server", …

// Does a condition hold for the arguments of a call? An argument that is missing, of another type,
// too long or readable in two ways is Unreadable: what is allowed under a condition is then not,
// and what is denied under one is.
enum class Holding : std::uint8_t
{
    Held,
    NotHeld,
    Unreadable
};

[[nodiscard]] const char* holdingName(Holding holding); // "held", "not held", "unreadable"

struct DecisionQuestion
{
    KeyId key;
    ServerId server;
    std::string name; // the server's own, or the URI of a resource
    Governed what = Governed::Tool;
    std::string arguments;          // JSON object; empty for none
    std::vector<AllowRule> request; // rules the request would carry; empty for none
    WallTime now{};                 // for keys that expire
    std::vector<AllowRule> ceiling; // LockdownStatus::ceiling; empty for none
};

struct ExplainedCondition
{
    std::string text; // formatCondition()
    Holding holding = Holding::Unreadable;
};

struct ExplainedRule
{
    std::string text; // formatRule()
    RuleEffect effect = RuleEffect::Allow;
    bool applies = false; // is it about what was asked for?
    bool holds = false;   // it applies, and so do its conditions
    std::vector<ExplainedCondition> conditions;
};

struct ExplainedLevel
{
    RuleLevel level = RuleLevel::Key;
    bool allows = false;
    bool needsRule = false;           // nothing is allowed here without a rule that says so
    std::vector<ExplainedRule> rules; // about this server, in their order
};

struct Explanation
{
    bool allowed = false;
    Reason reason = Reason::ToolNotAllowed;
    std::string rule;                 // that decided; empty when none did
    RuleLevel level = RuleLevel::Key; // where
    std::string argument;             // of ArgumentsNotAllowed
    // Those that were asked; of a key that is refused itself, those that would be.
    std::vector<ExplainedLevel> levels;
};

// What one key may do after a change and could not before, or the other way round.
struct KeyDifference
{
    KeyId key;
    std::string label;
    std::vector<std::string> gained; // "fx:echo", "fx:prompt:review"
    std::vector<std::string> lost;
    std::vector<std::string> widened; // it had them, with conditions that admitted less
    std::vector<std::string> narrowed;
    std::vector<ServerId> opened; // everything of these now, also what is to come
    std::vector<ServerId> closed;

    [[nodiscard]] bool widens() const
    {
        return !gained.empty() || !widened.empty() || !opened.empty();
    }
};

struct EffectiveDifference
{
    std::vector<KeyDifference> keys; // those for which anything differs, in their order

    [[nodiscard]] bool widens() const;
};

// "2 keys gain 5 tools, 1 key loses 1 tool."; empty when nothing differs. In English, for
// terminals.
[[nodiscard]] std::string describeDifference(const EffectiveDifference& difference);

// Knows how decisions are made, without making any for a client. For windows, which see no more
// than this room. Implementations are pure and may be asked on any thread.
class PolicyAdvisor
{
public:
    virtual ~PolicyAdvisor() = default;

    // Errors: InvalidArgument when the arguments are no JSON object.
    [[nodiscard]] virtual Result<Explanation> explain(const ConfigPtr& config,
                                                      const ToolsOfServers& tools,
                                                      const DecisionQuestion& question) const = 0;
    // As far as tools are known.
    [[nodiscard]] virtual EffectiveDifference difference(const GatewayConfig& before,
                                                         const GatewayConfig& after,
                                                         const ToolsOfServers& tools) const = 0;
};

} // namespace portcullis::api
