#pragma once

#include "gateway/base/result.h"
#include "gateway/protocol/client_request.h"
#include "gateway/upstream/question.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

namespace portcullis::upstream {

// What a task of the stateless era wants of the client, put as a server of the session era would
// ask it, and the answers for its server. Owner: TaskCall. Thread: gateway. Errors: ProtocolError
// for what cannot be asked; failure() when the client does not answer.
class TaskQuestions : public std::enable_shared_from_this<TaskQuestions>
{
public:
    using Ask = std::function<void(std::shared_ptr<Question>)>;

    // `ask` is empty where the client cannot be asked; `changed` is told of every answer.
    TaskQuestions(Ask ask, std::function<void()> changed);

    // Asks what was not asked before (B-78); nothing while answers are outstanding.
    Result<> put(JsonValue inputRequests);

    // Everything that was asked has been answered, and the server does not have it yet.
    [[nodiscard]] bool hasAnswers() const { return m_asking == 0 && !m_answers.empty(); }

    // The member inputResponses for the server, once.
    [[nodiscard]] std::string takeAnswers();

    [[nodiscard]] const std::optional<Error>& failure() const { return m_failure; }

private:
    void putOne(const protocol::ClientRequest& request);
    void answered(const std::string& key, const std::string& message);

    Ask m_ask;
    std::function<void()> m_changed;
    std::set<std::string> m_put; // keys of what was asked
    std::size_t m_asking = 0;    // without an answer
    std::map<std::string, std::string> m_answers;
    std::optional<Error> m_failure;
};

} // namespace portcullis::upstream
