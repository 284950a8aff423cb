#include "gateway/engine/conversation.h"

#include "gateway/engine/call_conclusion.h"
#include "gateway/engine/call_records.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <utility>

namespace portcullis::engine {

using http::Task;

namespace {

constexpr std::uint32_t kMostRounds = 10;                     // C-42, D-11
constexpr std::size_t kMostQuestions = 20;                    // a call (D-24)
constexpr auto kCollect = std::chrono::milliseconds(50);      // D-05
constexpr auto kFirstPace = std::chrono::milliseconds(50);    // C-42
constexpr auto kLongestPace = std::chrono::milliseconds(250); // C-42
constexpr auto kAnswerPatience = std::chrono::minutes(10);    // D-11

// What a server is told of a question that this client cannot be asked (D-22).
protocol::RpcError notDeclared(const upstream::Question& question,
                               const protocol::ClientFeatures& features)
{
    const bool wrongMode = question.method() == "elicitation/create" && features.any();
    return {wrongMode ? protocol::code::kInvalidParams : protocol::code::kMethodNotFound,
            "This client does not support " + question.method() + " as asked for.",
            {}};
}

} // namespace

Error notOffered(const std::string& method)
{
    return {ErrorCode::ProtocolError,
            "The server asks for what this client does not offer: " + method,
            {}};
}

// The client that listens at present.
struct Conversation::Sink
{
    Sink(const Inquiry& inquiry, std::string progressToken)
        : path(inquiry.client)
        , revision(inquiry.revision)
        , notify(inquiry.notify)
        , handle(inquiry.handle)
        , progress(std::move(progressToken), inquiry.notify, *inquiry.clock)
    {}

    ClientPath path;
    protocol::Revision revision;
    std::function<void(const std::string&)> notify;
    std::shared_ptr<CallHandle> handle;
    ProgressRelay progress;
};

// What a session is asked at once for a server of the stateless era.
struct Conversation::Round
{
    std::map<std::string, std::string> answers; // by the server's keys
    std::vector<std::string> ids;               // of the requests to the client
    std::optional<Error> failed;
    std::size_t open = 0;
};

Conversation::Conversation(http::asio::any_io_executor executor, Target target)
    : m_executor(std::move(executor))
    , m_target(std::move(target))
    , m_changed(m_executor)
{}

Conversation::~Conversation()
{
    withdrawAll();
}

Task<Conversation::Turn> Conversation::begin(Inquiry inquiry, Send send, Opening opening)
{
    const auto self = shared_from_this();
    self->m_send = std::move(send);
    self->m_request = std::move(opening.request);
    self->bind(inquiry);
    upstream::CallRequest first = self->m_request;
    first.members = protocol::writeCallMembers({self->m_target.kind,
                                                self->m_target.name,
                                                self->m_target.arguments,
                                                opening.answers,
                                                opening.state.value_or(std::string()),
                                                opening.state.has_value()});
    self->send(std::move(first));
    co_return co_await self->await();
}

Task<Conversation::Turn> Conversation::resume(Inquiry inquiry, JsonValue answers)
{
    const auto self = shared_from_this();
    self->bind(inquiry);
    if (self->m_pending) {
        inquiry.handle->attach(self->m_pending);
    }
    for (JsonValue answer = answers.first(); answer.exists(); answer = answer.next()) {
        const auto node = self->m_questions.extract(answer.name());
        if (!node.empty()) {
            node.mapped()->answer(answer.raw());
        }
    }
    co_return co_await self->await();
}

void Conversation::bind(const Inquiry& inquiry)
{
    const JsonValue token = inquiry.message.meta()["progressToken"];
    m_sink = std::make_shared<Sink>(inquiry, std::string(token.raw()));
    inquiry.handle->onCancel([weak = weak_from_this()] {
        if (const auto self = weak.lock()) {
            self->withdrawAll();
            self->m_changed.notify();
        }
    });
}

void Conversation::unbind()
{
    if (const auto sink = std::exchange(m_sink, nullptr)) {
        sink->handle->detach();
    }
}

void Conversation::send(upstream::CallRequest request)
{
    const std::weak_ptr<Conversation> weak = weak_from_this();
    const auto sinkOf = [weak]() -> std::shared_ptr<Sink> {
        const auto self = weak.lock();
        return self ? self->m_sink : nullptr;
    };
    upstream::CallEvents events;
    events.client = m_sink->path.identity;
    if (request.wantsProgress) {
        events.progress = [sinkOf](const protocol::Progress& progress) {
            const auto sink = sinkOf();
            if (const auto relay = sink ? sink->progress.callback() : nullptr) {
                relay(progress);
            }
        };
    }
    events.log = [sinkOf, server = m_target.server](const protocol::Message& message) {
        const auto sink = sinkOf();
        const auto level = protocol::levelOf(message);
        const auto wanted = sink && sink->path.logLevel ? sink->path.logLevel() : std::nullopt;
        if (level && wanted && *level >= *wanted && sink->notify) {
            sink->notify(protocol::writeLogMessage(message, server));
        }
    };
    if (m_sink->path.features.any()) {
        events.asked = [weak](std::shared_ptr<upstream::Question> question) {
            if (const auto self = weak.lock()) {
                self->asked(std::move(question));
            }
        };
    }
    m_reply.reset();
    m_pending = m_send(std::move(request), std::move(events));
    if (!m_pending) {
        m_reply.emplace(
            fail(ErrorCode::Unavailable, "The server " + m_target.server + " is not running."));
        return;
    }
    m_sink->handle->attach(m_pending);
    http::asio::co_spawn(m_executor, collect(shared_from_this(), m_pending), http::asio::detached);
}

Task<> Conversation::collect(std::shared_ptr<Conversation> self,
                             std::shared_ptr<upstream::PendingCall> pending)
{
    Result<upstream::CallReply> reply = co_await pending->wait();
    self->m_pending.reset();
    self->m_reply.emplace(std::move(reply));
    self->withdrawAll();
    self->m_changed.notify();
}

Task<Conversation::Turn> Conversation::await()
{
    Turn turn;
    while (!turn.reply && turn.questions.empty()) {
        if (m_reply && needsInput(*m_reply, m_target.kind) && m_sink->path.ask) {
            const upstream::CallReply asks = std::move(**m_reply);
            if (auto failed = co_await drive(asks)) {
                turn.reply.emplace(fail(std::move(*failed)));
            }
        } else if (m_reply) {
            turn.reply = std::move(m_reply);
        } else if (!m_questions.empty()) {
            co_await m_changed.wait(http::Signal::TimePoint::clock::now() + kCollect);
            for (const auto& [key, question] : m_questions) {
                turn.questions.push_back(
                    {key, question->method(), paramsFor(question->method(), question->params())});
            }
        } else {
            co_await m_changed.wait();
        }
    }
    unbind();
    co_return turn;
}

void Conversation::asked(std::shared_ptr<upstream::Question> question)
{
    const protocol::ClientFeatures features =
        m_sink ? m_sink->path.features : protocol::ClientFeatures();
    if (!protocol::mayBeAsked(features, question->method(), question->params())) {
        question->refuse(notDeclared(*question, features));
        return;
    }
    if (++m_questionCount > kMostQuestions ||
        question->params().raw().size() > protocol::kMaxClientRequestBytes) {
        question->refuse(
            {protocol::code::kInternalError, "The call has asked for too much by now.", {}});
        return;
    }
    if (m_sink->path.ask) {
        askClient(question);
        return;
    }
    const std::string key = "r" + std::to_string(m_questionCount); // D-15
    question->onWithdrawn([weak = weak_from_this(), key] {
        if (const auto self = weak.lock()) {
            self->m_questions.erase(key);
        }
    });
    m_questions.emplace(key, std::move(question));
    m_changed.notify();
}

std::string Conversation::paramsFor(const std::string& method, JsonValue params)
{
    const std::string id = "gw-url-" + std::to_string(m_questionCount);
    return protocol::writeClientParams(method, params, m_target.asks, m_sink->revision, id);
}

void Conversation::askClient(const std::shared_ptr<upstream::Question>& question)
{
    // The question belongs to whoever waits for its answer: dropped, it refuses itself.
    const auto id = std::make_shared<std::string>();
    auto answered = [weak = weak_from_this(), question, id](const ClientAnswer& answer) {
        if (answer.error) {
            question->refuse(*answer.error);
        } else {
            question->answer(answer.result.raw());
        }
        if (const auto self = weak.lock()) {
            self->m_asked.erase(*id);
        }
    };
    *id = m_sink->path.ask(
        question->method(), paramsFor(question->method(), question->params()), std::move(answered));
    m_asked.emplace(*id, question);
    question->onWithdrawn([weak = weak_from_this(), withdraw = m_sink->path.withdraw, id] {
        withdraw(*id);
        if (const auto self = weak.lock()) {
            self->m_asked.erase(*id);
        }
    });
}

// The next round with a server of the stateless era: its questions go to the client, and the
// answers back with the same request (D-11).
Task<std::optional<Error>> Conversation::drive(const upstream::CallReply& reply)
{
    if (++m_rounds > kMostRounds) {
        co_return Error{ErrorCode::ProtocolError, "The server asks without an end.", {}};
    }
    auto requests = protocol::readInputRequests(reply.result["inputRequests"]);
    if (!requests) {
        co_return std::move(requests.error());
    }
    if (requests->empty()) {
        http::asio::steady_timer pace(m_executor, std::min(kFirstPace * m_rounds, kLongestPace));
        co_await pace.async_wait(http::asio::use_awaitable);
    }
    auto answers = co_await askAll(std::move(*requests));
    if (!answers) {
        co_return std::move(answers.error());
    }
    const JsonValue state = reply.result["requestState"];
    const std::string stateText = state.string();
    const std::string answerText =
        answers->empty() ? std::string() : protocol::writeInputResponses(*answers);
    upstream::CallRequest next = m_request;
    next.members = protocol::writeCallMembers(
        {m_target.kind, m_target.name, m_target.arguments, answerText, stateText, state.exists()});
    send(std::move(next));
    co_return std::nullopt;
}

void Conversation::askOne(const protocol::ClientRequest& request,
                          const std::shared_ptr<Round>& round)
{
    const ClientPath& path = m_sink->path;
    const auto document = JsonDocument::parse(request.params.empty() ? "{}" : request.params);
    const JsonValue params = document ? document->root() : JsonValue();
    if (!protocol::mayBeAsked(path.features, request.method, params)) {
        round->failed = notOffered(request.method);
        return;
    }
    ++round->open;
    ++m_questionCount;
    auto answered = [weak = weak_from_this(), round, key = request.key](
                        const ClientAnswer& answer) {
        --round->open;
        if (answer.error) {
            round->failed = Error{
                ErrorCode::Unavailable, "The client did not answer: " + answer.error->message, {}};
        } else {
            round->answers[key] = std::string(answer.result.raw());
        }
        if (const auto live = weak.lock()) {
            live->m_changed.notify();
        }
    };
    round->ids.push_back(
        path.ask(request.method, paramsFor(request.method, params), std::move(answered)));
}

Task<Result<std::map<std::string, std::string>>>
Conversation::askAll(std::vector<protocol::ClientRequest> requests)
{
    const auto self = shared_from_this();
    const auto round = std::make_shared<Round>();
    const std::shared_ptr<Sink> sink = m_sink;
    for (const protocol::ClientRequest& request : requests) {
        askOne(request, round);
    }
    const auto now = [] { return http::Signal::TimePoint::clock::now(); };
    const auto deadline = now() + kAnswerPatience;
    while (round->open != 0 && !round->failed && !sink->handle->cancelled() && now() < deadline) {
        co_await m_changed.wait(deadline);
    }
    for (const std::string& id : round->ids) {
        sink->path.withdraw(id);
    }
    if (sink->handle->cancelled()) {
        co_return fail(ErrorCode::Cancelled, "The client cancelled the call.");
    }
    if (round->failed) {
        co_return fail(std::move(*round->failed));
    }
    if (round->open != 0) {
        co_return fail(ErrorCode::DeadlineExceeded, "The client did not answer in time.");
    }
    co_return std::move(round->answers);
}

void Conversation::withdrawAll()
{
    m_questions.clear();
    for (const auto& [id, question] : std::exchange(m_asked, {})) {
        question->withdraw();
    }
}

void Conversation::abandon(const std::string& reason)
{
    for (const auto& [key, question] : std::exchange(m_questions, {})) {
        if (question->method() == "elicitation/create") {
            question->answer(R"({"action":"cancel"})"); // D-07
        }
    }
    if (const auto pending = m_pending) {
        pending->cancel(reason);
    }
}

void Conversation::reportThinking(std::int64_t seconds)
{
    for (const auto& [key, question] : m_questions) {
        question->reportProgress(seconds);
    }
}

} // namespace portcullis::engine
