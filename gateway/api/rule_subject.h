#pragma once

#include "gateway/api/allow_rule.h"

#include <string_view>

// What rules are about.
namespace portcullis::api {

// What a server says of a tool, made into a plain statement: it may be wrong, and what is not said
// or contradicts itself is the worse of the two.
struct ToolHints
{
    bool readOnly = false;
    bool nonDestructive = false;
    bool operator==(const ToolHints&) const = default;
};

// Of a ToolInfo, or of a tool as its server defined it.
template <typename Tool>
[[nodiscard]] ToolHints hintsOf(const Tool& tool)
{
    // Without a hint a tool may destroy; one that claims to read only and to destroy is believed
    // the second.
    const bool readOnly = tool.readOnlyHint && !tool.destructiveHint;
    return {readOnly, readOnly || tool.nonDestructiveHint};
}

// What somebody wants to use or to see. Views into what the caller keeps.
struct Subject
{
    std::string_view name; // of a tool or prompt: the server's own; of a resource: its URI
    Governed what = Governed::Tool;
    ToolHints hints = {};
    bool isTemplate = false; // of resources: `name` has {variables}
};

// Is a rule of the same server about this? A resource whose URI can be read in two ways is what a
// rule that denies is about, and not what a rule that allows is about.
[[nodiscard]] bool selects(const AllowRule& rule, const Subject& subject);

} // namespace portcullis::api
