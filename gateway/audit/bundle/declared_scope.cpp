#include "gateway/audit/bundle/declared_scope.h"

#include "gateway/audit/bundle/bundle_format.h"
#include "gateway/audit/bundle/fields.h"

#include <utility>

namespace portcullis::audit::bundle {

namespace {

void readMember(DeclaredScope& scope, Fields& fields, const std::string& name, bool& isDecision)
{
    if (name == "key") {
        scope.key = fields.text(name);
    } else if (name == "server") {
        scope.server = fields.text(name);
    } else if (name == "tool") {
        scope.tool = fields.text(name);
    } else if (name == "case") {
        scope.caseId = fields.text(name);
    } else if (name == "from") {
        scope.from = fields.integer(name);
    } else if (name == "to") {
        scope.to = fields.integer(name);
    } else {
        const std::string decision = fields.text(name);
        scope.decision =
            decision == "deny" ? DeclaredScope::Decision::Deny : DeclaredScope::Decision::Allow;
        isDecision = decision == "deny" || decision == "allow";
    }
}

bool isKnown(std::string_view name)
{
    return name == "case" || name == "decision" || name == "from" || name == "key" ||
           name == "server" || name == "to" || name == "tool";
}

} // namespace

Result<DeclaredScope> DeclaredScope::read(const JsonValue& manifest)
{
    const Where where{"manifest.json, scope", {}, {}};
    Fields above(manifest, Where{kManifest, {}, {}});
    const JsonValue object = above.object("scope");
    if (auto good = above.result(); !good) {
        return fail(std::move(good.error()));
    }
    DeclaredScope scope;
    scope.text = object.raw();
    Fields fields(object, where);
    bool isDecision = true;
    for (JsonValue member = object.first(); member; member = member.next()) {
        const std::string name = member.name();
        if (!isKnown(name)) {
            return invalid(where, ": " + name + " is unknown.");
        }
        readMember(scope, fields, name, isDecision);
    }
    if (auto good = fields.result(); !good) {
        return fail(std::move(good.error()));
    }
    if (!isDecision) {
        return invalid(where, ": the decision is unknown.");
    }
    return scope;
}

std::string DeclaredScope::bodyWords() const
{
    return std::string(tool ? "tool" : "") + (tool && caseId ? " and the " : "") +
           (caseId ? "case" : "");
}

bool DeclaredScope::holds(const JsonValue& body) const
{
    const auto isOf = [](const std::optional<std::string>& asked, const JsonValue& value) {
        return !asked || (value.isString() && value.stringEquals(*asked));
    };
    return isOf(tool, body["tool"]) && isOf(caseId, body["case"]);
}

bool DeclaredScope::holds(const Header& header) const
{
    const auto isOf = [](const std::optional<std::string>& asked,
                         const std::optional<Header::Counter>& counter) {
        return !asked || (counter && counter->owner == *asked);
    };
    return isOf(key, header.key) && isOf(server, header.server) &&
           (!decision || header.isRefusal() == (*decision == Decision::Deny)) &&
           (!from || header.hw >= *from) && (!to || header.hw < *to);
}

} // namespace portcullis::audit::bundle
