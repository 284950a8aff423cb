#pragma once

#include "gateway/http/channel.h"
#include "gateway/http/client.h"
#include "gateway/http/parser.h"

#include <memory>
#include <string>
#include <unordered_set>
#include <vector>

namespace portcullis::http {

// What a client, its requests and its answers share: the pool. Lives until the last of them is
// gone.
struct ClientCore
{
    ClientCore(asio::io_context& ioContext, const Url& url, ClientOptions clientOptions);

    [[nodiscard]] std::shared_ptr<Channel> takeIdle(); // null when none is usable
    [[nodiscard]] std::shared_ptr<Channel> open();
    void giveBack(const std::shared_ptr<Channel>& channel);

    asio::io_context& io;
    Url origin;
    ClientOptions options;
    std::unique_ptr<asio::ssl::context> tls; // null for plain HTTP; channels refer to it
    std::shared_ptr<Sweep> sweep;
    std::vector<std::shared_ptr<Channel>> idle;
    std::vector<std::weak_ptr<Channel>> busy;
    bool stopped = false;
};

// Reads one answer from a channel and gives the channel back when the answer ends in a way that
// allows another request. Owner: shared by the Answer and its waiting coroutines. Thread: gateway.
class AnswerReader
{
public:
    AnswerReader(std::shared_ptr<ClientCore> core, std::shared_ptr<Channel> channel, bool bodyless);

    Task<Result<>> readHead();
    Task<Result<std::string>> body();
    Task<Result<std::optional<SseEvent>>> nextEvent();
    void abort();

    [[nodiscard]] unsigned status() const { return m_parser->code(); }

    [[nodiscard]] const Headers& headers() const { return m_headers; }

    [[nodiscard]] bool isEventStream() const { return m_eventStream; }

    [[nodiscard]] bool gotBytes() const { return m_gotBytes; }

private:
    Task<Result<>> advance();
    Task<Result<>> readMore();
    Result<> parse();
    Result<> checkHead();
    void beginMessage();
    Error broken(Error reason);
    void finishIfDone();

    std::shared_ptr<ClientCore> m_core;
    std::shared_ptr<Channel> m_channel; // null once it was given back or given up
    Headers m_headers;
    std::optional<ResponseParser> m_parser;
    std::string m_in;   // read, not parsed
    std::string m_body; // parsed, not handed on
    SseParser m_events;
    std::optional<Error> m_failure; // repeated to whoever asks again
    std::size_t m_headBytes = 0;
    bool m_bodyless; // an answer to HEAD
    bool m_gotBytes = false;
    bool m_eventStream = false;
};

} // namespace portcullis::http
