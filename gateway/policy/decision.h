#pragma once

#include "gateway/api/config.h"
#include "gateway/api/status.h"

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

// Who may call what. Pure: the same configuration and question give the same answer.
namespace portcullis::policy {

enum class Verdict : std::uint8_t
{
    Allow,
    Deny
};

struct Decision
{
    Verdict verdict = Verdict::Deny; // an empty decision denies
    api::Reason reason = api::Reason::ToolNotAllowed;
    std::string rule; // the allow-list line that decided, "fx:echo"; empty on denial
};

// The allow-lists of one configuration, prepared for asking. Immutable. Thread: any. Errors: none:
// what is not found is denied.
class AllowLists
{
public:
    explicit AllowLists(api::ConfigPtr config);

    // May this key call this tool of this server, by its own list and by its case's? The caller has
    // made sure that the tool exists.
    [[nodiscard]] Decision
    decide(const KeyId& key, const ServerId& server, const std::string& tool) const;
    // May it see any tool of this server, now or later?
    [[nodiscard]] bool reaches(const KeyId& key, const ServerId& server) const;

    // May it use everything of this server: prompts and resources, too, which no line of an
    // allow-list names one by one?
    [[nodiscard]] bool reachesAll(const KeyId& key, const ServerId& server) const;
    // The same for one prompt or resource, with the reason.
    [[nodiscard]] Decision decideAll(const KeyId& key, const ServerId& server) const;

private:
    struct ServerRights
    {
        bool every = false;
        std::unordered_set<std::string> tools;

        [[nodiscard]] bool cover(const std::string& tool) const
        {
            return every || tools.contains(tool);
        }
    };

    using Rights = std::unordered_map<ServerId, ServerRights>;

    struct KeyRights
    {
        Rights own;
        // None: the key is bound to no case, or to one without a list.
        std::shared_ptr<const Rights> ofCase;
    };

    [[nodiscard]] static Rights rightsOf(const std::vector<api::AllowRule>& rules);
    [[nodiscard]] Decision denyKey(const KeyId& key) const;

    api::ConfigPtr m_config;
    std::unordered_map<KeyId, KeyRights> m_rights;
    std::unordered_set<ServerId> m_enabled;
};

// The stricter of two content modes.
[[nodiscard]] api::ContentMode stricter(api::ContentMode a, api::ContentMode b);

} // namespace portcullis::policy
