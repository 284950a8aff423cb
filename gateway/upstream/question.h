#pragma once

#include "gateway/base/json.h"
#include "gateway/protocol/call.h"

#include <functional>
#include <memory>
#include <string>
#include <utility>

namespace portcullis::upstream {

// What a server of the session era asks of its client while a call runs: elicitation/create,
// sampling/createMessage or roots/list. It is answered once; a later answer, and one after the
// server has withdrawn it, does nothing.
//
// Owner: whoever answers it; the connection knows it weakly, to withdraw it. Thread: gateway.
// Dropping it unanswered refuses it, so that no server waits for nobody.
class Question
{
public:
    // Takes one whole message; `last` when it is the answer.
    using Send = std::function<void(std::string message, bool last)>;

    Question(std::shared_ptr<const JsonDocument> document,
             const protocol::Message& message,
             Send send,
             std::string incarnation = {});
    ~Question();

    Question(const Question&) = delete;
    Question& operator=(const Question&) = delete;
    Question(Question&&) = delete;
    Question& operator=(Question&&) = delete;

    [[nodiscard]] const std::string& method() const { return m_message.method; }

    // Of the server that asks: what its ids mean something in (CallReply::incarnation).
    [[nodiscard]] const std::string& incarnation() const { return m_incarnation; }

    // Lives as long as the question.
    [[nodiscard]] JsonValue params() const { return m_message.params; }

    // `result` is JSON.
    void answer(std::string_view result);
    void refuse(const protocol::RpcError& error);

    // Progress of the person who thinks, where the server has asked for it (D-10).
    void reportProgress(std::int64_t seconds);

    // The server does not want to know any more (D-23).
    void withdraw();

    [[nodiscard]] bool open() const { return m_send != nullptr; }

    // Called at most once, when the server withdraws it.
    void onWithdrawn(std::function<void()> callback) { m_withdrawn = std::move(callback); }

private:
    std::shared_ptr<const JsonDocument> m_document;
    protocol::Message m_message;
    Send m_send; // empty once it is over
    std::string m_incarnation;
    std::function<void()> m_withdrawn;
};

// What comes from a server while a call runs. Called on the gateway thread until the call's wait()
// returns; any may be empty.
struct CallEvents
{
    std::function<void()> sent; // the request goes to the server; perhaps once more after a failure
    std::function<void(const protocol::Progress&)> progress;
    std::function<void(const protocol::Message& notification)> log; // notifications/message
    // Empty when the caller cannot be asked anything.
    std::function<void(std::shared_ptr<Question>)> asked;
    // Whose call it is, where messages without an address may go to any call of the same client
    // (D-20); empty for a client of which nothing more is known than this call.
    std::string client;
};

} // namespace portcullis::upstream
