#pragma once

#include "gateway/api/condition.h"
#include "gateway/base/clock.h" // before ids.h: Qt's moc cannot read <compare> on its own
#include "gateway/base/ids.h"
#include "gateway/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// Rules say what may be used and what not. Those of a server, of a key, of the case it is bound to
// and of a single request (kNarrowHeader) are asked one after the other, and all must allow.
namespace portcullis::api {

enum class RuleEffect : std::uint8_t
{
    Allow,
    Deny // beats every Allow of the same list
};

// What a rule is about.
enum class Governed : std::uint8_t
{
    Tool,
    Prompt,
    Resource
};

// One line of an allow-list.
struct AllowRule
{
    ServerId server;
    // Of tools and prompts the server's own name; of resources how their URIs begin. Or a word for
    // several: kEveryTool for everything of the server, prompts and resources and what is to come
    // included, of Governed::Prompt and Resource every one of the kind; of tools one of the hints
    // below.
    std::string tool;
    Governed what = Governed::Tool;
    RuleEffect effect = RuleEffect::Allow;
    std::vector<Condition> conditions = {}; // all must hold
    bool operator==(const AllowRule&) const = default;
};

inline constexpr const char* kEveryTool = "*";

// Tools by what their server says of them, which is a claim and no proof. A hint that is missing
// counts as the protocol has it: a tool writes, and may destroy.
inline constexpr const char* kReadOnlyTools = "@readonly";
inline constexpr const char* kNonDestructiveTools = "@nondestructive";
inline constexpr const char* kDestructiveTools = "@destructive"; // all others

// The field of an HTTP request, and of the stdio bridge's greeting, with rules for this request.
inline constexpr const char* kNarrowHeader = "X-Portcullis-Allow";
inline constexpr const char* kNarrowMember = "allow";
inline constexpr std::size_t kMaxNarrowRules = 64;

[[nodiscard]] bool isHint(std::string_view name);

// What a rule is about: "fx:echo", "fx:*", "fx:@readonly", "fx:prompt:NAME", "fx:resource:URI"; a
// tool whose name looks like one of these is "fx:tool:NAME".
[[nodiscard]] std::string formatSelector(const AllowRule& rule);
// The whole: "deny fx:read_file when path under /etc and mode = w". For people and records.
[[nodiscard]] std::string formatRule(const AllowRule& rule);
// A rule that allows without conditions, from its selector. Errors: InvalidArgument with a sentence
// that says what belongs there.
[[nodiscard]] Result<AllowRule> parseRule(std::string_view text);

// The rules of a request: selectors with commas between them, or a JSON array as in the
// configuration's "allow". Errors: InvalidArgument; what cannot be read must not count as nothing.
[[nodiscard]] Result<std::vector<AllowRule>> parseNarrowRules(std::string_view text);

} // namespace portcullis::api
