#include "gateway/http/client.h"

#include "gateway/http/answer.h"
#include "gateway/http/head_writer.h"
#include "gateway/http/tls_context.h"

#include <algorithm>
#include <utility>

namespace portcullis::http {

namespace {

constexpr std::chrono::milliseconds kSweepPeriod{1'000};
constexpr std::chrono::milliseconds kIdle{60'000}; // how long a connection is kept without use

std::chrono::milliseconds sweepPeriod(const ClientOptions& options)
{
    const auto shortest = std::min(
        {options.connectTimeout, options.firstByteTimeout, options.idleTimeout, 4 * kSweepPeriod});
    return std::max(std::chrono::milliseconds{5}, shortest / 4);
}

Task<Result<std::string>> readBody(std::shared_ptr<AnswerReader> reader)
{
    co_return co_await reader->body();
}

Task<Result<std::optional<SseEvent>>> readEvent(std::shared_ptr<AnswerReader> reader)
{
    co_return co_await reader->nextEvent();
}

class HttpAnswer final : public Answer
{
public:
    explicit HttpAnswer(std::shared_ptr<AnswerReader> reader)
        : m_reader(std::move(reader))
    {}

    ~HttpAnswer() override { m_reader->abort(); }

    HttpAnswer(const HttpAnswer&) = delete;
    HttpAnswer& operator=(const HttpAnswer&) = delete;

    unsigned status() const override { return m_reader->status(); }

    const Headers& headers() const override { return m_reader->headers(); }

    bool isEventStream() const override { return m_reader->isEventStream(); }

    Task<Result<std::string>> body() override { return readBody(m_reader); }

    Task<Result<std::optional<SseEvent>>> nextEvent() override { return readEvent(m_reader); }

    void abort() override { m_reader->abort(); }

private:
    std::shared_ptr<AnswerReader> m_reader;
};

Result<> checkRequest(const Client::Outgoing& request)
{
    const bool target = request.target.starts_with('/') &&
                        std::all_of(request.target.begin(), request.target.end(), [](char c) {
                            return c > ' ' && c < 0x7F && c != '#';
                        });
    if (!target || !isFieldName(request.method)) {
        return fail(ErrorCode::InvalidArgument, "The request's method or target is not valid.");
    }
    for (const auto& [name, value] : request.headers.all()) {
        if (!isFieldName(name) || !isFieldValue(value)) {
            // The value may be a secret, the name is not.
            return fail(ErrorCode::InvalidArgument,
                        "The header '" + (isFieldName(name) ? name : std::string("?")) +
                            "' holds a character that headers cannot carry.");
        }
    }
    return {};
}

} // namespace

ClientCore::ClientCore(asio::io_context& ioContext, const Url& url, ClientOptions clientOptions)
    : io(ioContext)
    , origin(url)
    , options(std::move(clientOptions))
    , sweep(std::make_shared<Sweep>(ioContext.get_executor(), sweepPeriod(options)))
{}

std::shared_ptr<Channel> ClientCore::takeIdle()
{
    while (!idle.empty()) {
        auto channel = std::move(idle.back());
        idle.pop_back();
        if (channel->usable()) {
            busy.push_back(channel);
            return channel;
        }
    }
    return nullptr;
}

std::shared_ptr<Channel> ClientCore::open()
{
    std::erase_if(busy, [](const auto& weak) { return weak.expired(); });
    const Proxy* proxy = options.proxy ? &*options.proxy : nullptr;
    auto channel = std::make_shared<Channel>(io, sweep, Channel::Way{origin, proxy, tls.get()});
    busy.push_back(channel);
    return channel;
}

void ClientCore::giveBack(const std::shared_ptr<Channel>& channel)
{
    std::erase_if(
        busy, [&channel](const auto& weak) { return weak.expired() || weak.lock() == channel; });
    std::erase_if(idle, [](const auto& kept) { return !kept->usable(); });
    if (stopped || idle.size() >= options.connections) {
        channel->close();
        return;
    }
    channel->rest(kIdle);
    idle.push_back(channel);
}

// One send(): its attempts, and what an Abort ends. Lives on the coroutine's stack.
class RequestRun
{
public:
    RequestRun(std::shared_ptr<ClientCore> core, Client::Outgoing& request, bool* sent)
        : m_core(std::move(core))
        , m_request(request)
        , m_sent(sent)
        , m_head(requestHead(request.method,
                             target(request),
                             m_core->origin.hostHeader(),
                             withDefaults(request.headers),
                             lengthOf(request)))
    {}

    Task<Result<std::unique_ptr<Answer>>> run()
    {
        auto channel = m_core->takeIdle();
        if (channel) {
            bool again = false;
            auto answer = co_await attempt(std::move(channel), &again);
            if (!again) {
                co_return answer;
            }
        }
        if (m_core->stopped || aborted()) {
            co_return fail(ErrorCode::Cancelled, "The request was cancelled.");
        }
        channel = m_core->open();
        letAbort(channel);
        auto connected = co_await channel->connect(m_core->options.connectTimeout);
        if (!connected) {
            co_return fail(connected.error());
        }
        co_return co_await attempt(std::move(channel), nullptr);
    }

private:
    // The proxy that reads the requests; a tunnel is none.
    [[nodiscard]] const Proxy* relay() const
    {
        const ClientCore& core = *m_core;
        return core.options.proxy && !core.origin.tls ? &*core.options.proxy : nullptr;
    }

    // A proxy that reads the request is told the whole URL (RFC 9112 §3.2.2).
    [[nodiscard]] std::string target(const Client::Outgoing& request) const
    {
        return relay() != nullptr ? "http://" + m_core->origin.hostHeader() + request.target
                                  : request.target;
    }

    [[nodiscard]] Headers withDefaults(Headers headers) const
    {
        headers.set("Accept-Encoding", "identity");
        if (const Proxy* proxy = relay(); proxy != nullptr && !proxy->authorization.empty()) {
            headers.set("Proxy-Authorization", proxy->authorization);
        }
        return headers;
    }

    static std::optional<std::uint64_t> lengthOf(const Client::Outgoing& request)
    {
        const bool needed = !request.body.empty() || request.method == "POST" ||
                            request.method == "PUT" || request.method == "PATCH";
        return needed ? std::optional<std::uint64_t>(request.body.size()) : std::nullopt;
    }

    [[nodiscard]] bool aborted() const { return m_request.abort && m_request.abort->requested(); }

    void letAbort(const std::weak_ptr<Channel>& channel)
    {
        if (m_request.abort) {
            m_request.abort->m_action = [channel] {
                if (const auto open = channel.lock()) {
                    open->abort();
                }
            };
        }
    }

    // `again`, for a kept connection, is set when a fresh one may take its place.
    Task<Result<std::unique_ptr<Answer>>> attempt(std::shared_ptr<Channel> channel, bool* again)
    {
        letAbort(channel);
        if (m_sent != nullptr) {
            *m_sent = true;
        }
        auto reader = std::make_shared<AnswerReader>(m_core, channel, m_request.method == "HEAD");
        channel->setTimeout(m_core->options.firstByteTimeout);
        std::size_t written = 0;
        const auto error = co_await channel->write(m_head, m_request.body, written);
        if (error && written == 0 && m_sent != nullptr) {
            *m_sent = false;
        }
        // A server may refuse without reading all, so a failed write does not mean that there is no
        // answer.
        auto head = co_await reader->readHead();
        if (head && relay() != nullptr && reader->status() == 407) {
            reader->abort();
            if (m_sent != nullptr) {
                *m_sent = false; // the proxy has kept the request to itself
            }
            co_return fail(proxyRefusal(*relay(), m_core->origin, 407));
        }
        if (head) {
            std::unique_ptr<Answer> answer = std::make_unique<HttpAnswer>(std::move(reader));
            co_return answer;
        }
        const bool harmless = m_request.repeatable || (error && written == 0);
        if (again != nullptr) {
            *again = harmless && !reader->gotBytes() && !channel->expired() && !channel->aborted();
        }
        co_return fail(head.error());
    }

    std::shared_ptr<ClientCore> m_core;
    Client::Outgoing& m_request;
    bool* m_sent;
    std::string m_head;
};

namespace {

Task<Result<std::unique_ptr<Answer>>>
sendRequest(std::shared_ptr<ClientCore> core, Client::Outgoing request, bool* sent)
{
    if (sent != nullptr) {
        *sent = false;
    }
    if (auto valid = checkRequest(request); !valid) {
        co_return fail(valid.error());
    }
    if (core->stopped || (request.abort && request.abort->requested())) {
        co_return fail(ErrorCode::Cancelled, "The request was cancelled.");
    }
    RequestRun run(std::move(core), request, sent);
    co_return co_await run.run();
}

class PooledClient final : public Client
{
public:
    explicit PooledClient(std::shared_ptr<ClientCore> core)
        : m_core(std::move(core))
    {}

    ~PooledClient() override
    {
        m_core->stopped = true;
        m_core->idle.clear();
        for (const auto& weak : m_core->busy) {
            if (const auto channel = weak.lock()) {
                channel->abort();
            }
        }
    }

    PooledClient(const PooledClient&) = delete;
    PooledClient& operator=(const PooledClient&) = delete;

    Task<Result<std::unique_ptr<Answer>>> send(Outgoing request, bool* sent) override
    {
        return sendRequest(m_core, std::move(request), sent);
    }

private:
    std::shared_ptr<ClientCore> m_core;
};

} // namespace

void Abort::request()
{
    m_requested = true;
    if (m_action) {
        std::exchange(m_action, nullptr)();
    }
}

Result<std::unique_ptr<Client>>
Client::create(asio::io_context& io, const Url& origin, ClientOptions options)
{
    auto core = std::make_shared<ClientCore>(io, origin, std::move(options));
    if (origin.tls) {
        auto tls = makeTlsContext(core->options);
        if (!tls) {
            return fail(tls.error());
        }
        core->tls = std::move(*tls);
        core->options.keyPassphrase.reset();
    }
    return std::make_unique<PooledClient>(std::move(core));
}

} // namespace portcullis::http
