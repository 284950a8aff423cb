#pragma once

#include "gateway/api/allow_rule.h"
#include "gateway/base/result.h"

#include <CLI/App.hpp>
#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

// Commands that change a list of rules: that of a key, a server or a case.
namespace portcullis::ctl {

using Rules = std::vector<api::AllowRule>;

struct RuleOptions
{
    std::vector<std::string> rules; // as arguments
    std::vector<std::string> allow; // the same as options
    std::vector<std::string> revoke;
    std::vector<std::string> when;
    api::RuleEffect effect = api::RuleEffect::Allow;
    ServerId server; // that alone they may be about, and that they need not name; empty: any
    bool sure = false;

    // Is there anything to change?
    [[nodiscard]] bool given() const { return !rules.empty() || !allow.empty() || !revoke.empty(); }
};

// What is said when there is not.
[[nodiscard]] Error nothingToChange();

enum class RuleNames
{
    Whole,      // "fx:echo"
    OfOneServer // "echo" will do: RuleOptions::server says of which
};

// Adds the rules as arguments, --allow (unless they deny), --revoke, --when and --yes. The effect
// is set before.
void addRuleOptions(CLI::App& command, RuleOptions& options, RuleNames names = RuleNames::Whole);
// Adds --when alone.
void addWhenOption(CLI::App& command, std::vector<std::string>& when);

// The rules that are named, with this effect and these conditions. Errors: InvalidArgument.
[[nodiscard]] Result<Rules> readRules(const std::vector<std::string>& texts,
                                      const std::vector<std::string>& when,
                                      api::RuleEffect effect = api::RuleEffect::Allow);

struct RuleChange
{
    Rules now;
    Rules added;
    Rules removed;
};

// What becomes of a list. `owner` begins sentences: "The key". Errors: InvalidArgument when a rule
// cannot be read; NotFound when what is revoked is not there: a misspelt rule would leave the right
// in place.
[[nodiscard]] Result<RuleChange>
changeRules(const RuleOptions& options, const Rules& before, const std::string& owner);

// Lines for people; `may` begins the last: "Key ci may use".
void showRuleChange(const RuleChange& change, const std::string& may);
// {"id":…,"allow":[…],"added":[…],"removed":[…]}
[[nodiscard]] nlohmann::json describeRuleChange(const RuleChange& change, const std::string& id);

} // namespace portcullis::ctl
