#include "gateway/upstream/question.h"

namespace portcullis::upstream {

Question::Question(std::shared_ptr<const JsonDocument> document,
                   const protocol::Message& message,
                   Send send)
    : m_document(std::move(document))
    , m_message(message)
    , m_send(std::move(send))
{}

Question::~Question()
{
    refuse({protocol::code::kInternalError, "Nobody is there to answer.", {}});
}

void Question::answer(std::string_view result)
{
    if (const Send send = std::exchange(m_send, nullptr)) {
        send(protocol::writeResult(m_message.id, result), true);
    }
}

void Question::refuse(const protocol::RpcError& error)
{
    if (const Send send = std::exchange(m_send, nullptr)) {
        send(protocol::writeError(m_message.id, error), true);
    }
}

void Question::reportProgress(std::int64_t seconds)
{
    const JsonValue token = m_message.meta()["progressToken"];
    if (!m_send || !token.exists()) {
        return;
    }
    protocol::Progress progress;
    progress.value = static_cast<double>(seconds);
    m_send(protocol::writeProgress(token.raw(), progress), false);
}

void Question::withdraw()
{
    m_send = nullptr;
    if (const auto withdrawn = std::exchange(m_withdrawn, nullptr)) {
        withdrawn();
    }
}

} // namespace portcullis::upstream
