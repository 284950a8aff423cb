#include "gateway/engine/call_conclusion.h"

#include "gateway/engine/call_receipt.h"
#include "gateway/engine/call_records.h"
#include "gateway/protocol/client_request.h"
#include "gateway/protocol/meta_keys.h"
#include "gateway/protocol/text.h"

namespace portcullis::engine {

namespace {

std::string_view markFor(const Inquiry& inquiry)
{
    return inquiry.who.access->config->settings.receipts ? receiptMark() : std::string_view();
}

void answerWith(Conclusion& ended, const Inquiry& inquiry, const std::string& result)
{
    ended.answer = protocol::writeResult(inquiry.message.id, result);
    ended.takesReceipt = !markFor(inquiry).empty();
}

void answerWithToolError(Conclusion& ended, const Inquiry& inquiry, const std::string& text)
{
    answerWith(ended, inquiry, protocol::writeToolError(text, inquiry.revision, markFor(inquiry)));
}

std::string invalidResponse(const Inquiry& inquiry, const ServerId& server, const std::string& why)
{
    std::string message = "Invalid response from " + server.str() + (why.empty() ? "" : ": " + why);
    return protocol::writeError(inquiry.message.id,
                                {protocol::code::kInternalError, std::move(message), {}});
}

// Failures of a tool are for the model to see, as a result; those of prompts and resources have no
// other place than an error (E-60).
void answerWithFailure(Conclusion& ended,
                       const Inquiry& inquiry,
                       const Route& route,
                       const std::string& text)
{
    if (route.kind == protocol::CallKind::Tool) {
        answerWithToolError(ended, inquiry, text);
        return;
    }
    JsonWriter data;
    data.beginObject().member("reason", "upstream_unavailable").endObject();
    ended.answer = protocol::writeError(
        inquiry.message.id,
        {protocol::code::kInternalError, protocol::toValidUtf8(text), data.take()});
}

Conclusion withoutReply(const Inquiry& inquiry, const Route& route, const Error& error)
{
    Conclusion ended;
    if (error.code == ErrorCode::NotFound) {
        ended.outcome = api::Outcome::ToolError;
        ended.error = "tool_changed"; // before anything was sent
        answerWithFailure(ended, inquiry, route, error.message);
        return ended;
    }
    ended.outcome = outcomeOf(error);
    ended.error = errorCodeName(error.code);
    if (error.code == ErrorCode::ProtocolError) {
        ended.answer = invalidResponse(inquiry, route.server, error.message);
    } else if (ended.outcome != api::Outcome::Cancelled) {
        answerWithFailure(ended, inquiry, route, error.message);
    }
    return ended;
}

std::string noSignIn(const ServerId& server)
{
    return "The server " + server.str() +
           " wants its user to sign in at a web page. Its clients share it and would all act as "
           "that person: give each key a server of its own, or state that one person uses it.";
}

// To a client of the stateless era an error, as -32021 is one there (D-82).
void answerWithheld(Conclusion& ended,
                    const Inquiry& inquiry,
                    const Route& route,
                    const std::string& text)
{
    if (protocol::eraOf(inquiry.revision) == protocol::Era::Stateless) {
        ended.answer =
            protocol::writeError(inquiry.message.id, {protocol::code::kInternalError, text, {}});
    } else {
        answerWithFailure(ended, inquiry, route, text);
    }
}

Conclusion withError(const Inquiry& inquiry, const Route& route, const protocol::RpcError& error)
{
    Conclusion ended;
    ended.outcome = api::Outcome::RpcError;
    ended.code = error.code;
    ended.error = "rpc_error";
    // Its addresses are the client's to open (D.1 row 5).
    if (inquiry.revision == protocol::Revision::V2025_11_25 &&
        inquiry.client.features.elicitationUrl && !protocol::readRequiredUrls(error).empty()) {
        ended.answer = protocol::writeError(inquiry.message.id, error);
        return ended;
    }
    if (error.code == protocol::code::kUrlElicitationRequired &&
        !mayHaveUrlsOpened(*inquiry.who.access->config, route.server)) {
        answerWithFailure(ended, inquiry, route, noSignIn(route.server));
        return ended;
    }
    if (const auto withheld = withheldFeature(inquiry, route.server, error)) {
        answerWithheld(ended, inquiry, route, *withheld);
        return ended;
    }
    // Some errors are for the model to see, as a result.
    const auto text = route.kind == protocol::CallKind::Tool
                          ? protocol::toolErrorText(error, inquiry.revision, route.server.str())
                          : std::nullopt;
    if (text) {
        answerWithToolError(ended, inquiry, *text);
        return ended;
    }
    const protocol::RpcError translated =
        protocol::translateError(error,
                                 inquiry.revision,
                                 route.server.str(),
                                 {route.kind, route.name, urisFor(inquiry, route.server)});
    if (translated.code == protocol::code::kMissingCapability) {
        inquiry.handle->setAnswerStatus(400); // B-21
    }
    ended.answer = protocol::writeError(inquiry.message.id, translated);
    return ended;
}

bool isOf(const Result<upstream::CallReply>& reply,
          protocol::CallKind call,
          protocol::ResultKind result)
{
    return reply && !reply->error &&
           protocol::classifyResult(call, reply->result, protocol::eraOf(reply->revision)) ==
               result;
}

Conclusion tooLarge(const Inquiry& inquiry, const Route& route, std::size_t size, std::size_t limit)
{
    Conclusion ended;
    ended.outcome = api::Outcome::ToolError;
    ended.error = "result_too_large";
    answerWithFailure(ended,
                      inquiry,
                      route,
                      "The result of " + std::to_string(size) +
                          " bytes is larger than the limit of " + std::to_string(limit) +
                          " bytes.");
    return ended;
}

} // namespace

bool mayHaveUrlsOpened(const api::GatewayConfig& config, const ServerId& server)
{
    const api::ServerConfig* found = api::findServer(config, server);
    return found != nullptr && (found->onePerson || (found->transport == api::Transport::Stdio &&
                                                     found->scope != api::InstanceScope::Shared));
}

std::optional<std::string>
withheldFeature(const Inquiry& inquiry, const ServerId& server, const protocol::RpcError& error)
{
    if (error.code != protocol::code::kMissingCapability) {
        return std::nullopt;
    }
    const protocol::ClientFeatures& declared = inquiry.client.declared;
    const JsonValue own = protocol::eraOf(inquiry.revision) == protocol::Era::Stateless
                              ? inquiry.message.meta()[protocol::kMetaClientCapabilities]
                              : JsonValue();
    if (protocol::lacksRequired(error.data, declared, own)
            .value_or(declared == inquiry.client.features)) {
        return std::nullopt;
    }
    if (declared.elicitationUrl && !inquiry.client.features.elicitationUrl &&
        error.data.find("\"url\"") != std::string::npos) {
        return noSignIn(server);
    }
    return "The server " + server.str() +
           " needs something of the client in this call that the client offers and Portcullis does "
           "not pass on to this server.";
}

bool needsInput(const Result<upstream::CallReply>& reply, protocol::CallKind kind)
{
    return isOf(reply, kind, protocol::ResultKind::InputRequired);
}

bool isTask(const Result<upstream::CallReply>& reply)
{
    return isOf(reply, protocol::CallKind::Tool, protocol::ResultKind::Task);
}

Conclusion concludeAsking(const Inquiry& inquiry, const std::string& result)
{
    Conclusion ended;
    ended.outcome = api::Outcome::InputRequired;
    ended.answer = protocol::writeResult(inquiry.message.id, result);
    return ended;
}

Conclusion conclude(const Inquiry& inquiry,
                    const Route& route,
                    const Result<upstream::CallReply>& reply,
                    std::string_view note)
{
    if (!reply) {
        return withoutReply(inquiry, route, reply.error());
    }
    if (reply->error) {
        return withError(inquiry, route, *reply->error);
    }
    const std::size_t limit = inquiry.who.access->config->settings.limits.resultBytes;
    if (reply->result.raw().size() > limit) {
        return tooLarge(inquiry, route, reply->result.raw().size(), limit);
    }
    Conclusion ended;
    switch (protocol::classifyResult(route.kind, reply->result, protocol::eraOf(reply->revision))) {
    case protocol::ResultKind::ToolError:
        ended.outcome = api::Outcome::ToolError;
        ended.error = "tool_error";
        [[fallthrough]];
    case protocol::ResultKind::Complete:
        answerWith(ended,
                   inquiry,
                   protocol::writeCallResult(route.kind,
                                             reply->result,
                                             inquiry.revision,
                                             urisFor(inquiry, route.server),
                                             markFor(inquiry),
                                             note));
        return ended;
    case protocol::ResultKind::InputRequired:
        ended.outcome = api::Outcome::UpstreamGone;
        ended.error = "protocol_error";
        ended.answer = invalidResponse(
            inquiry, route.server, "it asks for input that this client cannot give");
        return ended;
    case protocol::ResultKind::Task: // of a server that goes on by itself, for nobody
    case protocol::ResultKind::Malformed:
        break;
    }
    ended.outcome = api::Outcome::UpstreamGone;
    ended.error = "protocol_error";
    ended.answer = invalidResponse(inquiry, route.server, {});
    return ended;
}

} // namespace portcullis::engine
