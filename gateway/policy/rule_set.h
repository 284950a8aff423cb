#pragma once

#include "gateway/api/rule_subject.h"
#include "gateway/policy/condition.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace portcullis::policy {

enum class Verdict : std::uint8_t
{
    Allow,
    Deny
};

using api::Subject;
using api::ToolHints;

// One rule, prepared for asking.
struct Rule
{
    const api::AllowRule* source = nullptr; // lives as long as the list it was made from
    std::string text;                       // formatRule()
    std::vector<Condition> conditions;

    [[nodiscard]] bool denies() const { return source->effect == api::RuleEffect::Deny; }
};

// What one list says of one call.
struct Finding
{
    Verdict verdict = Verdict::Deny;
    const Rule* rule = nullptr;         // that decided; of several that might allow, the first
    const Condition* refused = nullptr; // of `rule`: the first that did not hold
};

// The rules of one list about one server, in their order. Immutable; refers to the rules it is made
// from. Thread: any. Errors: none.
class RuleSet
{
public:
    void add(const api::AllowRule& rule);

    // Does any rule allow anything, whatever its conditions?
    [[nodiscard]] bool allowsAny() const { return m_allows > 0; }

    // The same of one kind.
    [[nodiscard]] bool allowsAnyOf(api::Governed what) const;

    [[nodiscard]] bool hasConditions() const { return m_conditions > 0; }

    // Might a call be allowed, with the right arguments?
    [[nodiscard]] Finding shows(const Subject& subject) const;
    // May this call? Denying rules come first; without conditions or with all of them held.
    [[nodiscard]] Finding decide(const Subject& subject, const Arguments& arguments) const;

    [[nodiscard]] std::span<const Rule> rules() const { return m_rules; }

private:
    struct TextHash
    {
        using is_transparent = void;

        std::size_t operator()(std::string_view text) const
        {
            return std::hash<std::string_view>()(text);
        }
    };

    // Calls `visit` with each rule about a subject, the ones that name it first, until it says
    // true.
    template <typename Visit>
    bool visit(const Subject& subject, Visit visit) const;

    std::vector<Rule> m_rules;
    std::unordered_map<std::string, std::vector<std::uint32_t>, TextHash, std::equal_to<>>
        m_tools;                         // by name
    std::vector<std::uint32_t> m_others; // all that are about more than one tool, or no tool
    std::size_t m_allows = 0;
    std::size_t m_denies = 0;
    std::size_t m_conditions = 0;
};

} // namespace portcullis::policy
