#include "gateway/engine/http_batch.h"

#include "gateway/engine/client_binding.h"
#include "gateway/engine/http_answer.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <utility>

namespace portcullis::engine {

using http::Task;

namespace {

// What the requests of one batch share. The last one to end wakes the waiter.
struct Gathered
{
    explicit Gathered(const http::asio::any_io_executor& executor)
        : done(executor)
    {}

    void close()
    {
        if (--open == 0) {
            done.set(true);
        }
    }

    std::vector<std::string> answers;
    std::size_t open = 1; // the one that opens requests counts itself
    http::Promise<bool> done;
};

Task<> answerOne(McpService& service,
                 Inquiry inquiry,
                 std::shared_ptr<RunningRequest> running,
                 std::shared_ptr<Gathered> gathered)
{
    const std::string id(inquiry.message.id);
    std::string text;
    bindQuestions(inquiry, nullptr); // there is no stream to ask on
    try {
        text = co_await service.answer(std::move(inquiry));
    } catch (const std::exception&) {
        text = protocol::writeError(id, {protocol::code::kInternalError, "Internal error", {}});
    }
    if (!text.empty()) {
        gathered->answers.push_back(std::move(text));
    }
    running.reset();
    gathered->close();
}

// What is wrong with a request before it is begun.
std::optional<protocol::RpcError>
refuse(const Batch& batch, const protocol::Message& message, bool first)
{
    if (batch.session && batch.session->inFlight.contains(message.id)) {
        return protocol::RpcError{
            protocol::code::kInvalidRequest, "A request with this id is running", {}};
    }
    if (!first && !batch.take()) {
        return protocol::RpcError{
            protocol::code::kInternalError, "Too many requests of this key in this minute.", {}};
    }
    return std::nullopt;
}

} // namespace

Task<std::vector<std::string>> answerBatch(Batch batch)
{
    const auto executor = co_await http::asio::this_coro::executor;
    const auto gathered = std::make_shared<Gathered>(executor);
    bool first = true;
    for (const protocol::Message& message : batch.messages) {
        if (message.kind == protocol::MessageKind::Notification && batch.session) {
            batch.service.notified(batch.common.who, *batch.session, message);
        }
        if (message.kind != protocol::MessageKind::Request) {
            continue;
        }
        const auto refused = refuse(batch, message, std::exchange(first, false));
        if (refused) {
            gathered->answers.push_back(protocol::writeError(message.id, *refused));
            continue;
        }
        Inquiry inquiry = batch.common;
        inquiry.message = message;
        inquiry.handle = std::make_shared<CallHandle>();
        if (batch.begun) {
            batch.begun(inquiry.handle);
        }
        auto running = std::make_shared<RunningRequest>(
            batch.session, std::string(message.id), inquiry.handle);
        ++gathered->open;
        http::asio::co_spawn(
            executor,
            answerOne(batch.service, std::move(inquiry), std::move(running), gathered),
            http::asio::detached);
    }
    gathered->close();
    co_await gathered->done.wait();
    co_return std::move(gathered->answers);
}

std::string batchText(const std::vector<std::string>& answers)
{
    std::string text;
    for (const std::string& answer : answers) {
        text += (text.empty() ? "[" : ",") + answer;
    }
    return text.empty() ? text : text + "]";
}

http::Response batchResponse(const std::vector<std::string>& answers)
{
    return answers.empty() ? http::emptyResponse(202) : http::jsonResponse(200, batchText(answers));
}

} // namespace portcullis::engine
