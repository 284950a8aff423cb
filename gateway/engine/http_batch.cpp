#include "gateway/engine/http_batch.h"

#include "gateway/engine/http_answer.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

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

Task<> answerOne(McpService& service, Inquiry inquiry, std::shared_ptr<Gathered> gathered)
{
    std::string text = co_await service.answer(std::move(inquiry));
    if (!text.empty()) {
        gathered->answers.push_back(std::move(text));
    }
    gathered->close();
}

} // namespace

Task<std::vector<std::string>> answerBatch(McpService& service,
                                           const std::shared_ptr<Session>& session,
                                           const std::vector<protocol::Message>& messages,
                                           const Inquiry& common)
{
    const auto executor = co_await http::asio::this_coro::executor;
    const auto gathered = std::make_shared<Gathered>(executor);
    for (const protocol::Message& message : messages) {
        if (message.kind == protocol::MessageKind::Notification && session) {
            applyNotification(*session, message);
        }
        if (message.kind != protocol::MessageKind::Request) {
            continue;
        }
        Inquiry inquiry = common;
        inquiry.message = message;
        inquiry.handle = std::make_shared<CallHandle>();
        ++gathered->open;
        http::asio::co_spawn(
            executor, answerOne(service, std::move(inquiry), gathered), http::asio::detached);
    }
    gathered->close();
    co_await gathered->done.wait();
    co_return std::move(gathered->answers);
}

http::Response batchResponse(const std::vector<std::string>& answers)
{
    if (answers.empty()) {
        return http::emptyResponse(202);
    }
    std::string body;
    for (const std::string& text : answers) {
        body += (body.empty() ? "[" : ",") + text;
    }
    return http::jsonResponse(200, body + "]");
}

} // namespace portcullis::engine
