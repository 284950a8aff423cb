#include "gateway/engine/client_path.h"

namespace portcullis::engine {

protocol::RpcError nobodyWaits()
{
    return {protocol::code::kInvalidRequest, "No request waits for this response", {}};
}

std::optional<protocol::RpcError>
OpenQuestions::answered(const std::shared_ptr<const JsonDocument>& document,
                        const protocol::Message& message)
{
    const std::string_view lexeme = message.id;
    if (lexeme.size() < 2 || !lexeme.starts_with('"')) {
        return nobodyWaits();
    }
    const auto node = m_open.extract(std::string(lexeme.substr(1, lexeme.size() - 2)));
    if (node.empty()) {
        return nobodyWaits();
    }
    const Open& open = node.mapped();
    ClientAnswer answer{document, message.result, std::nullopt};
    const bool isError = message.kind == protocol::MessageKind::Error;
    const auto fault =
        isError ? std::nullopt : protocol::faultOfAnswer(open.asked, message.result, open.spoken);
    if (isError) {
        answer.error = protocol::readError(message.error);
    } else if (fault) {
        answer.error = protocol::RpcError{protocol::code::kInternalError,
                                          "The client's answer is not valid: " + *fault + ".",
                                          {}};
    }
    open.done(std::move(answer));
    return fault ? std::optional(protocol::RpcError{
                       protocol::code::kInvalidParams, "Invalid answer: " + *fault, {}})
                 : std::nullopt;
}

void OpenQuestions::end(const std::string& reason)
{
    for (const auto& [id, open] : std::exchange(m_open, {})) {
        open.done({nullptr, {}, protocol::RpcError{protocol::code::kInternalError, reason, {}}});
    }
}

} // namespace portcullis::engine
