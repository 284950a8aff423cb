#include "gateway/engine/call_conclusion.h"

#include "gateway/engine/call_receipt.h"
#include "gateway/engine/call_records.h"

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

Conclusion withoutReply(const Inquiry& inquiry, const ServerId& server, const Error& error)
{
    Conclusion ended;
    if (error.code == ErrorCode::NotFound) {
        ended.outcome = api::Outcome::ToolError;
        ended.error = "tool_changed"; // before anything was sent
        answerWithToolError(ended, inquiry, error.message);
        return ended;
    }
    ended.outcome = outcomeOf(error);
    ended.error = errorCodeName(error.code);
    if (error.code == ErrorCode::ProtocolError) {
        ended.answer = invalidResponse(inquiry, server, error.message);
    } else if (ended.outcome != api::Outcome::Cancelled) {
        answerWithToolError(ended, inquiry, error.message);
    }
    return ended;
}

Conclusion
withError(const Inquiry& inquiry, const ServerId& server, const protocol::RpcError& error)
{
    Conclusion ended;
    ended.outcome = api::Outcome::RpcError;
    ended.code = error.code;
    ended.error = "rpc_error";
    // Some errors are for the model to see, as a result.
    const auto text = protocol::toolErrorText(error, server.str());
    if (text) {
        answerWithToolError(ended, inquiry, *text);
    } else {
        ended.answer = protocol::writeError(
            inquiry.message.id, protocol::translateError(error, inquiry.revision, server.str()));
    }
    return ended;
}

Conclusion tooLarge(const Inquiry& inquiry, std::size_t size, std::size_t limit)
{
    Conclusion ended;
    ended.outcome = api::Outcome::ToolError;
    ended.error = "result_too_large";
    answerWithToolError(ended,
                        inquiry,
                        "The result of " + std::to_string(size) +
                            " bytes is larger than the limit of " + std::to_string(limit) +
                            " bytes.");
    return ended;
}

} // namespace

Conclusion
conclude(const Inquiry& inquiry, const ServerId& server, const Result<upstream::CallReply>& reply)
{
    if (!reply) {
        return withoutReply(inquiry, server, reply.error());
    }
    if (reply->error) {
        return withError(inquiry, server, *reply->error);
    }
    const std::size_t limit = inquiry.who.access->config->settings.limits.resultBytes;
    if (reply->result.raw().size() > limit) {
        return tooLarge(inquiry, reply->result.raw().size(), limit);
    }
    Conclusion ended;
    switch (protocol::classifyToolResult(reply->result, protocol::eraOf(reply->revision))) {
    case protocol::ResultKind::ToolError:
        ended.outcome = api::Outcome::ToolError;
        ended.error = "tool_error";
        [[fallthrough]];
    case protocol::ResultKind::Complete:
        answerWith(ended,
                   inquiry,
                   protocol::writeToolResult(reply->result, inquiry.revision, markFor(inquiry)));
        return ended;
    case protocol::ResultKind::InputRequired:
    case protocol::ResultKind::Malformed:
        break;
    }
    ended.outcome = api::Outcome::UpstreamGone;
    ended.error = "protocol_error";
    ended.answer = invalidResponse(inquiry, server, {});
    return ended;
}

} // namespace portcullis::engine
