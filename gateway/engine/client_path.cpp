#include "gateway/engine/client_path.h"

namespace portcullis::engine {

bool OpenQuestions::answered(const std::shared_ptr<const JsonDocument>& document,
                             const protocol::Message& message)
{
    const std::string_view lexeme = message.id;
    if (lexeme.size() < 2 || !lexeme.starts_with('"')) {
        return false;
    }
    const auto node = m_open.extract(std::string(lexeme.substr(1, lexeme.size() - 2)));
    if (node.empty()) {
        return false;
    }
    ClientAnswer answer{document, message.result, std::nullopt};
    if (message.kind == protocol::MessageKind::Error) {
        answer.error = protocol::readError(message.error);
    }
    node.mapped()(std::move(answer));
    return true;
}

void OpenQuestions::end(const std::string& reason)
{
    for (const auto& [id, done] : std::exchange(m_open, {})) {
        done({nullptr, {}, protocol::RpcError{protocol::code::kInternalError, reason, {}}});
    }
}

} // namespace portcullis::engine
