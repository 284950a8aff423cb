#pragma once

#include "gateway/audit/bundle/header.h"
#include "gateway/base/json.h"
#include "gateway/base/result.h"

#include <cstdint>
#include <optional>
#include <string>

namespace portcullis::audit::bundle {

// Which records a bundle must have the bodies of: those that every member agrees to.
struct DeclaredScope
{
    enum class Decision
    {
        Allow,
        Deny
    };

    std::string text; // as it stands in manifest.json
    std::optional<std::string> key;
    std::optional<std::string> server;
    std::optional<std::string> tool;   // stands in the body: the header cannot tell
    std::optional<std::string> caseId; // likewise
    std::optional<Decision> decision;
    std::optional<std::int64_t> from; // microseconds since 1970, compared with hw
    std::optional<std::int64_t> to;   // the first that does not belong to it

    // From manifest.json. Errors: Corrupt, also for a member that nothing checks.
    [[nodiscard]] static Result<DeclaredScope> read(const JsonValue& manifest);

    // Whether every record is asked for.
    [[nodiscard]] bool isEverything() const { return text == "{}"; }

    // Whether the header alone does not tell.
    [[nodiscard]] bool needsBody() const { return tool || caseId; }

    // What that is: "tool", "case", "tool and the case".
    [[nodiscard]] std::string bodyWords() const;

    // As far as the body tells.
    [[nodiscard]] bool holds(const JsonValue& body) const;
    // As far as the header tells.
    [[nodiscard]] bool holds(const Header& header) const;
};

} // namespace portcullis::audit::bundle
