#include "gateway/upstream/task_questions.h"

#include <utility>

namespace portcullis::upstream {

TaskQuestions::TaskQuestions(Ask ask, std::function<void()> changed)
    : m_ask(std::move(ask))
    , m_changed(std::move(changed))
{}

Result<> TaskQuestions::put(JsonValue inputRequests)
{
    if (m_asking > 0) {
        return {};
    }
    auto requests = protocol::readInputRequests(inputRequests);
    if (!requests) {
        return fail(std::move(requests.error()));
    }
    std::erase_if(*requests, [this](const auto& one) { return !m_put.insert(one.key).second; });
    if (!requests->empty() && !m_ask) {
        return fail(ErrorCode::ProtocolError,
                    "The server asks for what this client does not offer: " +
                        requests->front().method);
    }
    const auto self = shared_from_this(); // a question may end the call
    m_asking = requests->size();          // before one of them is answered at once
    for (const protocol::ClientRequest& request : *requests) {
        putOne(request);
    }
    return {};
}

void TaskQuestions::putOne(const protocol::ClientRequest& request)
{
    const std::string params = request.params.empty() ? "{}" : request.params;
    auto document = JsonDocument::parseShared(
        protocol::writeRequest(jsonQuote(request.key), request.method, params));
    const auto message = document ? protocol::readMessage((*document)->root())
                                  : std::unexpected(protocol::RpcError{});
    if (!message) {
        answered(request.key, {});
        return;
    }
    auto done = [weak = weak_from_this(), key = request.key](const std::string& text, bool last) {
        if (const auto self = weak.lock(); self && last) {
            self->answered(key, text);
        }
    };
    m_ask(std::make_shared<Question>(std::move(*document), *message, std::move(done)));
}

void TaskQuestions::answered(const std::string& key, const std::string& message)
{
    const auto document = JsonDocument::parse(message);
    const JsonValue result = document ? document->root()["result"] : JsonValue();
    if (result.isObject()) {
        m_answers[key] = std::string(result.raw());
    } else if (!m_failure) {
        const JsonValue why = document ? document->root()["error"]["message"] : JsonValue();
        m_failure = Error{
            ErrorCode::Unavailable, "The client did not answer the server: " + why.string(), {}};
    }
    --m_asking;
    m_changed();
}

std::string TaskQuestions::takeAnswers()
{
    return protocol::writeInputResponses(std::exchange(m_answers, {}));
}

} // namespace portcullis::upstream
