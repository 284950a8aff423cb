#include "gateway/upstream/question.h"

#include "gateway/protocol/meta_keys.h"
#include "gateway/protocol/tasks.h"

namespace portcullis::upstream {

Question::Question(std::shared_ptr<const JsonDocument> document,
                   const protocol::Message& message,
                   Send send,
                   std::string incarnation)
    : m_document(std::move(document))
    , m_message(message)
    , m_send(std::move(send))
    , m_incarnation(std::move(incarnation))
{}

Question::~Question()
{
    refuse({protocol::code::kInternalError, "Nobody is there to answer.", {}});
}

void Question::answer(std::string_view result)
{
    const Send send = std::exchange(m_send, nullptr);
    if (!send) {
        return;
    }
    const JsonValue related = m_message.meta()[protocol::kMetaRelatedTask];
    const auto document =
        related.isObject() ? JsonDocument::parse(std::string(result)) : Result<JsonDocument>();
    const bool names = related.isObject() && document && document->root().isObject();
    send(protocol::writeResult(m_message.id,
                               names ? protocol::withRelatedTask(document->root(), related)
                                     : std::string(result)),
         true);
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
