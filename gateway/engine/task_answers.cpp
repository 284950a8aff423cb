#include "gateway/engine/task_answers.h"

#include "gateway/engine/call_records.h"
#include "gateway/protocol/text.h"

namespace portcullis::engine {

using protocol::TaskState;
using protocol::TaskStatus;

namespace {

void refuse(TaskAnswer& answer, const Inquiry& inquiry, const protocol::RpcError& error)
{
    answer.ended.answer = protocol::writeError(inquiry.message.id, error);
}

// Its server knows the task no more.
void refuseLost(TaskAnswer& answer, const Inquiry& inquiry)
{
    answer.ended.outcome = api::Outcome::RpcError;
    answer.ended.error = "rpc_error";
    answer.ended.code = protocol::code::kInvalidParams;
    refuse(answer, inquiry, unknownTask());
}

void refuseMalformed(TaskAnswer& answer, const Inquiry& inquiry, const Route& route)
{
    answer.ended.outcome = api::Outcome::UpstreamGone;
    answer.ended.error = "protocol_error";
    refuse(answer,
           inquiry,
           {protocol::code::kInternalError, "Invalid response from " + route.server.str(), {}});
}

protocol::RpcError
translated(const Inquiry& inquiry, const Route& route, const protocol::RpcError& error)
{
    if (auto withheld = withheldFeature(inquiry, route.server, error)) {
        return {protocol::code::kInternalError, std::move(*withheld), {}};
    }
    return protocol::translateError(
        error,
        inquiry.revision,
        route.server.str(),
        {protocol::CallKind::Tool, route.name, urisFor(inquiry, route.server)});
}

// True when there is nothing more to say: no answer, or a server's refusal.
bool refused(TaskAnswer& answer, const Inquiry& inquiry, const Route& route)
{
    if (!answer.content) {
        const Error& error = answer.content.error();
        if (error.code == ErrorCode::NotFound) {
            refuseLost(answer, inquiry); // its server has been started anew since
            return true;
        }
        answer.ended.outcome = outcomeOf(error);
        answer.ended.error = errorCodeName(error.code);
        if (answer.ended.outcome != api::Outcome::Cancelled) {
            JsonWriter data;
            data.beginObject().member("reason", "upstream_unavailable").endObject();
            refuse(answer,
                   inquiry,
                   {protocol::code::kInternalError,
                    protocol::toValidUtf8(error.message),
                    data.take()});
        }
        return true;
    }
    const upstream::CallReply& reply = *answer.content;
    const bool sameEra = protocol::eraOf(reply.revision) == protocol::Era::Stateless;
    if (sameEra && !reply.error) {
        return false;
    }
    // A server that speaks another era by now has another idea of tasks (X4): it has lost them.
    if (!sameEra || reply.error->code == protocol::code::kInvalidParams) {
        refuseLost(answer, inquiry);
        return true;
    }
    answer.ended.outcome = api::Outcome::RpcError;
    answer.ended.error = "rpc_error";
    answer.ended.code = reply.error->code;
    answer.digest = sha256(reply.error->message + reply.error->data);
    refuse(answer, inquiry, translated(inquiry, route, *reply.error));
    return true;
}

std::string completed(TaskAnswer& answer, const Inquiry& inquiry, const Route& route)
{
    const JsonValue result = answer.content->result;
    using enum protocol::ResultKind;
    const auto kind =
        protocol::classifyResult(protocol::CallKind::Tool, result, protocol::Era::Stateless);
    if (kind != Complete && kind != ToolError) {
        return {};
    }
    answer.ended.outcome = kind == ToolError ? api::Outcome::ToolError : api::Outcome::Ok;
    answer.ended.error = kind == ToolError ? "tool_error" : "";
    JsonWriter member;
    member.rawMember(
        "result",
        protocol::writeCallResult(
            protocol::CallKind::Tool, result, inquiry.revision, urisFor(inquiry, route.server)));
    return member.take();
}

std::string failed(TaskAnswer& answer, const Inquiry& inquiry, const Route& route)
{
    if (!answer.content->result.isObject()) {
        return {};
    }
    const protocol::RpcError theirs = protocol::readError(answer.content->result);
    const protocol::RpcError error = translated(inquiry, route, theirs);
    answer.ended.outcome = api::Outcome::RpcError;
    answer.ended.code = theirs.code;
    answer.ended.error = "rpc_error";
    JsonWriter member;
    member.key("error").beginObject().member("code", std::int64_t{error.code});
    member.member("message", protocol::toValidUtf8(error.message));
    if (!error.data.empty()) {
        member.rawMember("data", error.data);
    }
    return member.endObject().take();
}

// What this client does not let itself be asked for in this request is not shown to it (B-46).
std::string questions(TaskAnswer& answer, const Inquiry& inquiry, const Route& route)
{
    auto requests = protocol::readInputRequests(answer.content->result);
    if (!requests || !answer.content->result.isObject()) {
        return {};
    }
    std::erase_if(*requests, [&inquiry](const protocol::ClientRequest& one) {
        const auto params = JsonDocument::parse(one.params.empty() ? "{}" : one.params);
        return !params ||
               !protocol::mayBeAsked(inquiry.client.features, one.method, params->root());
    });
    rewriteQuestions(inquiry, route.server, *requests);
    answer.ended.outcome = api::Outcome::InputRequired;
    return protocol::writeInputRequests(*requests);
}

// The member that goes with the status; empty for a server that has left it out.
std::string
payloadOf(TaskAnswer& answer, const Inquiry& inquiry, const Route& route, const TaskState& state)
{
    JsonValue& content = answer.content->result;
    switch (state.status) {
    case TaskStatus::Completed:
        content = state.object["result"];
        return completed(answer, inquiry, route);
    case TaskStatus::Failed:
        content = state.object["error"];
        return failed(answer, inquiry, route);
    default:
        content = state.object["inputRequests"];
        return questions(answer, inquiry, route);
    }
}

} // namespace

protocol::RpcError unknownTask()
{
    return {protocol::code::kInvalidParams, "Unknown task", {}};
}

TaskAnswer concludeTask(const Inquiry& inquiry,
                        const Route& route,
                        const std::string& id,
                        Result<upstream::CallReply> reply)
{
    TaskAnswer answer{{}, std::move(reply), {}};
    if (refused(answer, inquiry, route)) {
        return answer;
    }
    const auto state = protocol::readTask(answer.content->result, protocol::Era::Stateless);
    if (!state) {
        refuseMalformed(answer, inquiry, route);
        return answer;
    }
    const std::string message(state->statusMessage.raw());
    if (state->status == TaskStatus::Working || state->status == TaskStatus::Cancelled) {
        answer.ended.answer =
            protocol::writeResult(inquiry.message.id, protocol::writeTask(*state, id, {}));
        if (!message.empty()) {
            answer.digest = sha256(message);
        }
        return answer;
    }
    const std::string payload = payloadOf(answer, inquiry, route, *state);
    const std::string_view content = answer.content->result.raw();
    answer.digest = sha256(message + std::string(content));
    if (payload.empty()) {
        refuseMalformed(answer, inquiry, route);
    } else if (content.size() > inquiry.who.access->config->settings.limits.resultBytes) {
        answer.ended.outcome = api::Outcome::ToolError;
        answer.ended.error = "result_too_large";
        refuse(answer,
               inquiry,
               {protocol::code::kInternalError, "The result is larger than the limit.", {}});
    } else {
        answer.ended.answer =
            protocol::writeResult(inquiry.message.id, protocol::writeTask(*state, id, payload));
        // With a text of the server's beside it, the record has all that the server said.
        answer.content->result = message.empty() ? answer.content->result : state->object;
    }
    return answer;
}

TaskAnswer
concludeTaskChange(const Inquiry& inquiry, const Route& route, Result<upstream::CallReply> reply)
{
    TaskAnswer answer{{}, std::move(reply), {}};
    if (!refused(answer, inquiry, route)) {
        answer.ended.answer =
            protocol::writeResult(inquiry.message.id, protocol::writeTaskAcknowledged());
    }
    return answer;
}

} // namespace portcullis::engine
