#include "gateway/engine/call_refusals.h"

#include "gateway/engine/task_answers.h"
#include "gateway/protocol/text.h"

namespace portcullis::engine {

namespace {

constexpr std::size_t kMaxShownName = 256;

const char* wanted(api::ConditionKind kind)
{
    switch (kind) {
    case api::ConditionKind::Under:
        return "it must be an absolute path in a folder that is allowed";
    case api::ConditionKind::Host:
        return "it must be the URL of a host that is allowed";
    case api::ConditionKind::Between:
        return "it must be a number in the range that is allowed";
    case api::ConditionKind::Matches:
        return "it must have the form that is allowed";
    case api::ConditionKind::Equals:
    case api::ConditionKind::OneOf:
        break;
    }
    return "it must have a value that is allowed";
}

std::string refusalText(const policy::Decision& decision)
{
    if (!decision.refused) {
        return "The arguments are not allowed here.";
    }
    return "The argument \"" + protocol::excerpt(decision.refused->argument, kMaxShownName) +
           "\" is not allowed as it is: " + wanted(decision.refused->kind) + ".";
}

} // namespace

std::string
unknownAnswer(const Inquiry& inquiry, const Route& route, const protocol::ClientCall& call)
{
    if (!route.method.empty()) {
        return protocol::writeError(inquiry.message.id, unknownTask());
    }
    const std::string name = protocol::excerpt(call.name, kMaxShownName);
    protocol::RpcError error{protocol::code::kInvalidParams, "Unknown tool: " + name, {}};
    if (call.kind == protocol::CallKind::Prompt) {
        error.message = "Unknown prompt: " + name;
    } else if (call.kind == protocol::CallKind::Resource) {
        error.message = "Resource not found";
        error.data = JsonWriter().beginObject().member("uri", call.name).endObject().take();
        if (protocol::eraOf(inquiry.revision) == protocol::Era::Session) {
            error.code = protocol::code::kResourceNotFound;
        }
    }
    return protocol::writeError(inquiry.message.id, error);
}

std::string
argumentsRefused(const Inquiry& inquiry, const Route& route, const protocol::ClientCall& call)
{
    if (call.kind == protocol::CallKind::Resource) {
        return unknownAnswer(inquiry, route, call);
    }
    const std::string text = refusalText(route.decision);
    if (call.kind == protocol::CallKind::Prompt) {
        return protocol::writeError(inquiry.message.id, {protocol::code::kInvalidParams, text, {}});
    }
    return protocol::writeResult(inquiry.message.id,
                                 protocol::writeToolError(text, inquiry.revision));
}

} // namespace portcullis::engine
