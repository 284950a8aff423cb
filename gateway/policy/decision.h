#pragma once

#include "gateway/api/config.h"
#include "gateway/api/explanation.h"
#include "gateway/api/status.h"
#include "gateway/policy/rule_set.h"

#include <array>
#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

// Who may call what. Pure: the same configuration and question give the same answer.
namespace portcullis::policy {

// The argument that a condition did not accept: enough for a model to try another one, and nothing
// of what was given or would be accepted.
struct RefusedArgument
{
    std::string argument;
    api::ConditionKind kind = api::ConditionKind::Equals;
};

struct Decision
{
    Verdict verdict = Verdict::Deny; // an empty decision denies
    api::Reason reason = api::Reason::ToolNotAllowed;
    // That decided, "fx:echo"; on denial empty when nothing allowed it. Of another list than the
    // key's own it begins with whose, "(request) ".
    std::string rule;
    api::RuleLevel level = api::RuleLevel::Key; // where it was decided
    std::optional<RefusedArgument> refused;     // with ArgumentsNotAllowed, unless a rule denies
};

// The rules that a single request carries, or the policy of a locked-down installation: they allow
// less than a key may, never more. Immutable. Thread: any.
class RequestRules
{
public:
    // Rules that parseNarrowRules() has read.
    explicit RequestRules(std::vector<api::AllowRule> rules);
    RequestRules(const RequestRules&) = delete;
    RequestRules& operator=(const RequestRules&) = delete;
    RequestRules(RequestRules&&) = delete;
    RequestRules& operator=(RequestRules&&) = delete;
    ~RequestRules() = default;

    // Null when no rule is about this server.
    [[nodiscard]] const RuleSet* about(const ServerId& server) const;

    // Is only allowed what a rule allows? Otherwise the rules do nothing but deny.
    [[nodiscard]] bool needsRule() const { return m_needsRule; }

private:
    std::vector<api::AllowRule> m_source;
    std::map<ServerId, RuleSet> m_servers;
    bool m_needsRule = false;
};

using RequestRulesPtr = std::shared_ptr<const RequestRules>;

// Who wants what. Views into what the caller keeps.
struct Question
{
    const KeyId& key;
    const ServerId& server;
    Subject subject;
    const RequestRules* request = nullptr; // or null
};

// The rules of one configuration, prepared for asking. Immutable. Thread: any. Errors: none: what
// is not found is denied.
class AllowLists
{
public:
    // `ceiling` is what the policy of a locked-down installation allows at most; null for none.
    explicit AllowLists(api::ConfigPtr config, RequestRulesPtr ceiling = nullptr);

    // May this call be made? The caller has made sure that there is what it wants.
    [[nodiscard]] Decision decide(const Question& question, const Arguments& arguments = {}) const;
    // Does it exist for this key: might a call be allowed with the right arguments? Of a resource,
    // whose URI is all there is to know, it is the decision itself.
    [[nodiscard]] Decision show(const Question& question) const;

    [[nodiscard]] bool shows(const Question& question) const;

    // May it see anything of this server, now or later?
    [[nodiscard]] bool reaches(const KeyId& key, const ServerId& server) const;

    // May it see anything of this kind of this server, now or later?
    [[nodiscard]] bool mayShow(const KeyId& key, const ServerId& server, api::Governed what) const;

    // The rules about one server, as they would be asked: for explanations.
    struct Level
    {
        api::RuleLevel level = api::RuleLevel::Key;
        const RuleSet* rules = nullptr;
        bool needsRule = false;
    };

    class Levels
    {
    public:
        void add(const Level& level) { m_items[m_count++] = level; }

        [[nodiscard]] const Level* begin() const { return m_items.data(); }

        [[nodiscard]] const Level* end() const { return m_items.data() + m_count; }

    private:
        std::array<Level, 5> m_items; // policy, server, key, case, request
        std::size_t m_count = 0;
    };

    [[nodiscard]] Levels levels(const Question& question) const;
    // Why nothing of the server is for this key, before any rule is asked; or Allowed.
    [[nodiscard]] api::Reason standing(const Question& question) const;

private:
    using ServerRules = std::unordered_map<ServerId, RuleSet>;

    struct KeyRules
    {
        ServerRules own;
        // None: the key is bound to no case, or to one without a list.
        std::shared_ptr<const ServerRules> ofCase;
    };

    [[nodiscard]] static ServerRules rulesOf(const std::vector<api::AllowRule>& rules);

    enum class Ask : std::uint8_t
    {
        Show,
        Decide
    };

    // What decided.
    struct Answer
    {
        Finding finding; // of a verdict that denies; else what the key's own list found
        api::RuleLevel level = api::RuleLevel::Key;
    };

    [[nodiscard]] Answer ask(const Question& question, const Arguments& arguments, Ask how) const;
    [[nodiscard]] Answer answer(const Question& question, const Arguments& arguments) const;

    api::ConfigPtr m_config;
    RequestRulesPtr m_ceiling; // or null
    std::unordered_map<KeyId, KeyRules> m_keys;
    ServerRules m_servers;
    std::unordered_set<ServerId> m_enabled;
};

// The stricter of two content modes.
[[nodiscard]] api::ContentMode stricter(api::ContentMode a, api::ContentMode b);

} // namespace portcullis::policy
