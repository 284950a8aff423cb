#include "gateway/audit/bundle/export_scope.h"

#include "gateway/audit/content.h"
#include "gateway/base/encoding.h"
#include "gateway/base/json.h"

#include <algorithm>

namespace portcullis::audit::bundle {

namespace {

constexpr std::string_view kArguments = "args";
constexpr std::string_view kOneArgument = "args/";
constexpr std::string_view kResult = "result";

bool isPlain(char c)
{
    return c >= 0x20 && c < 0x7F;
}

bool isField(std::string_view name)
{
    if (name == kArguments || name == kResult) {
        return true;
    }
    const std::string_view argument = name.substr(std::min(name.size(), kOneArgument.size()));
    return name.starts_with(kOneArgument) && argument.size() <= kMaxArgumentName &&
           std::ranges::all_of(argument, isPlain);
}

Result<> checkFilter(std::string_view what, std::string_view value)
{
    if (value.empty() || value.size() > 1024 || !isValidUtf8(value)) {
        return fail(ErrorCode::InvalidArgument,
                    "The " + std::string(what) + " to export must be a text of 1 to 1,024 bytes.");
    }
    return {};
}

Result<JsonDocument> parseLine(std::string_view line)
{
    auto document = JsonDocument::parse(std::string(line));
    if (!document) {
        return fail(ErrorCode::Corrupt,
                    "A record of the audit log is damaged; restore the log from a backup.",
                    document.error().message);
    }
    return document;
}

bool needsHeader(const Scope& scope)
{
    return scope.from || scope.to || scope.key || scope.server || scope.decision;
}

bool isWithin(const JsonValue& hw, const Scope& scope)
{
    const std::int64_t time = hw.integer().value_or(0);
    return (!scope.from || time >= toMicros(*scope.from)) &&
           (!scope.to || time < toMicros(*scope.to));
}

} // namespace

Result<Scope> scopeOf(const ExportRequest& request)
{
    Scope scope{
        {}, {}, request.key, request.server, request.tool, request.decision, request.caseId};
    if (const auto* const times = std::get_if<TimeRange>(&request.range)) {
        scope.from = times->from;
        scope.to = times->to;
    }
    Result<> good;
    if (scope.key) {
        good = checkFilter("key", scope.key->str());
    }
    if (good && scope.server) {
        good = checkFilter("server", scope.server->str());
    }
    if (good && scope.tool) {
        good = checkFilter("tool", *scope.tool);
    }
    if (good && scope.caseId) {
        good = checkFilter("case", scope.caseId->str());
    }
    if (!good) {
        return fail(std::move(good.error()));
    }
    return scope;
}

Result<std::vector<std::string>> redactedOf(const ExportRequest& request)
{
    const auto wrong = std::ranges::find_if_not(request.redacted, isField);
    if (wrong != request.redacted.end()) {
        return fail(ErrorCode::InvalidArgument,
                    "'" + *wrong +
                        "' is not the name of a value; say result, args, or args/ and the name of "
                        "an argument.");
    }
    if (request.values == Values::None) {
        return std::vector{std::string(kArguments), std::string(kResult)};
    }
    std::vector<std::string> redacted = request.redacted;
    std::ranges::sort(redacted);
    const auto doubles = std::ranges::unique(redacted);
    redacted.erase(doubles.begin(), doubles.end());
    return redacted;
}

bool isRedacted(std::string_view field, const std::vector<std::string>& redacted)
{
    return std::ranges::any_of(redacted, [field](const std::string& hidden) {
        return field == hidden || (hidden == kArguments && field.starts_with(kOneArgument)) ||
               (field == kArguments && hidden.starts_with(kOneArgument));
    });
}

Result<bool> isInScope(std::string_view header, const Scope& scope)
{
    if (!needsHeader(scope)) {
        return true;
    }
    const auto document = parseLine(header);
    if (!document) {
        return fail(document.error());
    }
    const JsonValue root = document->root();
    const JsonValue type = root["type"];
    const bool isRefusal = type.stringEquals("call.denied") || type.stringEquals("access.refused");
    return isWithin(root["hw"], scope) &&
           (!scope.key || root["key"].stringEquals(scope.key->str())) &&
           (!scope.server || root["srv"].stringEquals(scope.server->str())) &&
           (!scope.decision || isRefusal == (*scope.decision == Decision::Deny));
}

Result<bool> isAbout(std::string_view body, const Scope& scope)
{
    if (!scope.tool && !scope.caseId) {
        return true;
    }
    const auto document = parseLine(body);
    if (!document) {
        return fail(document.error());
    }
    const JsonValue root = document->root();
    return (!scope.tool || root["tool"].stringEquals(*scope.tool)) &&
           (!scope.caseId || root["case"].stringEquals(scope.caseId->str()));
}

} // namespace portcullis::audit::bundle
