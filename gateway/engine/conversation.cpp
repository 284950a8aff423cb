#include "gateway/engine/call_conclusion.h"
#include "gateway/engine/conversation_client.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <utility>

namespace portcullis::engine {

using http::Task;

namespace {

constexpr std::uint32_t kMostRounds = 10;                       // C-42, D-11
constexpr auto kCollect = std::chrono::milliseconds(50);        // D-05
constexpr auto kProgressPause = std::chrono::milliseconds(100); // A-51
constexpr auto kFirstPace = std::chrono::milliseconds(50);      // C-42
constexpr auto kLongestPace = std::chrono::milliseconds(250);   // C-42

} // namespace

Conversation::Conversation(http::asio::any_io_executor executor,
                           UrlElicitations& elicitations,
                           Target target)
    : m_executor(std::move(executor))
    , m_elicitations(elicitations)
    , m_target(std::move(target))
    , m_keptProgress(m_executor)
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
    self->sendWith(opening.answers, opening.state);
    co_return co_await self->await();
}

Task<Conversation::Turn> Conversation::resume(Inquiry inquiry, JsonValue answers)
{
    const auto self = shared_from_this();
    self->bind(inquiry);
    if (self->m_pending) {
        inquiry.handle->attach(self->m_pending);
        inquiry.handle->sent();
    }
    self->takeUrlAnswers(answers);
    for (JsonValue answer = answers.first(); answer.exists(); answer = answer.next()) {
        const auto node = self->m_questions.extract(answer.name());
        if (!node.empty()) {
            node.mapped()->answer(protocol::writeServerAnswer(answer, self->m_target.uris));
        }
    }
    co_return co_await self->await();
}

void Conversation::bind(const Inquiry& inquiry)
{
    const JsonValue token = inquiry.message.meta()["progressToken"];
    m_clock = inquiry.clock;
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
        if (!sink->handle->cancelled()) {
            sink->progress.flush();
        }
        sink->handle->detach();
    }
}

// The call, in its first round or a later one.
void Conversation::sendWith(std::string_view answers, std::string_view state)
{
    upstream::CallRequest request = m_request;
    request.members = protocol::writeCallMembers(
        {m_target.kind, m_target.name, m_target.arguments, answers, state});
    send(std::move(request));
}

// The server wants addresses opened first: a stateless client can be told so with its answer.
bool Conversation::needsUrls() const
{
    const bool stateless = protocol::eraOf(m_sink->revision) == protocol::Era::Stateless;
    if (!m_requiredUrls.empty() || !stateless || !m_sink->path.features.elicitationUrl) {
        return !m_requiredUrls.empty();
    }
    return m_reply && *m_reply && (*m_reply)->error &&
           protocol::eraOf((*m_reply)->revision) == protocol::Era::Session &&
           m_rounds < kMostRounds && !protocol::readRequiredUrls(*(*m_reply)->error).empty();
}

void Conversation::sendAgain()
{
    ++m_rounds;
    sendWith({}, {});
}

// What the server says meanwhile goes to whoever listens then.
upstream::CallEvents Conversation::makeEvents(const upstream::CallRequest& request)
{
    const std::weak_ptr<Conversation> weak = weak_from_this();
    const auto sinkOf = [weak]() -> std::shared_ptr<Sink> {
        const auto self = weak.lock();
        return self ? self->m_sink : nullptr;
    };
    upstream::CallEvents events;
    events.client = m_sink->path.identity;
    events.sent = [sinkOf] {
        if (const auto sink = sinkOf()) {
            sink->handle->sent();
        }
    };
    if (request.wantsProgress) {
        events.progress = [weak](const protocol::Progress& progress) {
            const auto self = weak.lock();
            const auto sink = self ? self->m_sink : nullptr;
            if (const auto relay = sink ? sink->progress.callback() : nullptr) {
                relay(progress);
                self->sendKeptProgress();
            }
        };
    }
    events.log = [sinkOf, server = m_target.server](const protocol::Message& message) {
        const auto sink = sinkOf();
        const auto level = protocol::levelOf(message);
        const auto wanted = sink && sink->path.logLevel ? sink->path.logLevel() : std::nullopt;
        if (level && wanted && *level >= *wanted && sink->notify && sink->logs.take()) {
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
    return events;
}

// A value that came too fast goes out a moment later, unless one comes after it.
void Conversation::sendKeptProgress()
{
    if (m_progressIsKept || !m_sink || !m_sink->progress.keeps()) {
        return;
    }
    m_progressIsKept = true;
    m_keptProgress.expires_after(kProgressPause);
    m_keptProgress.async_wait([weak = weak_from_this()](const boost::system::error_code& error) {
        const auto self = weak.lock();
        if (error || !self) {
            return;
        }
        self->m_progressIsKept = false;
        if (self->m_sink) {
            self->m_sink->progress.offer();
            self->sendKeptProgress();
        }
    });
}

void Conversation::send(upstream::CallRequest request)
{
    m_sink->progress.beginRound();
    upstream::CallEvents events = makeEvents(request);
    m_reply.reset();
    m_pending = m_send(std::move(request), std::move(events));
    if (!m_pending) {
        m_reply.emplace(fail(ErrorCode::Unavailable,
                             "The server " + m_target.server +
                                 " is not running, or as many clients use it as may at once."));
        m_turn.reset();
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
    self->m_turn.reset();
    self->withdrawAll();
    self->m_changed.notify();
}

Task<Conversation::Turn> Conversation::await()
{
    Turn turn;
    while (!turn.reply && turn.questions.empty()) {
        if (m_reply && needsInput(*m_reply, m_target.kind) &&
            (m_sink->path.ask || answersItself(**m_reply))) {
            const upstream::CallReply asks = std::move(**m_reply);
            if (auto failed = co_await drive(asks)) {
                turn.reply.emplace(fail(std::move(*failed)));
            }
        } else if (needsUrls()) {
            takeRequiredUrls(turn);
        } else if (m_reply) {
            relayRequiredUrls();
            turn.reply = std::move(m_reply);
        } else if (!m_questions.empty()) {
            co_await m_changed.wait(http::Signal::TimePoint::clock::now() + kCollect);
            for (const auto& [key, question] : m_questions) {
                turn.questions.push_back(
                    {key,
                     question->method(),
                     paramsFor(question->method(), question->params(), question->incarnation())});
            }
        } else {
            co_await m_changed.wait();
        }
    }
    turn.note = m_note;
    turn.flag = m_flag;
    unbind();
    co_return turn;
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
    auto answers = co_await askAll(std::move(*requests), reply.incarnation);
    if (!answers) {
        co_return std::move(answers.error());
    }
    sendWith(answers->empty() ? std::string() : protocol::writeInputResponses(*answers),
             reply.result["requestState"].raw());
    co_return std::nullopt;
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
    giveWay();
    if (const auto pending = m_pending) {
        pending->cancel(reason);
    }
}

// What nobody answers is cancelled, or refuses itself (D-07).
void Conversation::giveWay()
{
    auto open = std::exchange(m_questions, {});
    for (const auto& [id, question] : m_asked) {
        open.emplace(id, question);
    }
    for (const auto& [key, question] : open) {
        if (question->method() == "elicitation/create") {
            question->answer(R"({"action":"cancel"})");
        } else {
            question->refuse({protocol::code::kInternalError, "Nobody is there to answer.", {}});
        }
    }
    withdrawAll();
}

std::optional<MonotonicTime> Conversation::askedSince() const
{
    return m_questions.empty() && m_asked.empty() ? std::nullopt : std::optional(m_askedSince);
}

void Conversation::reportThinking(std::int64_t seconds)
{
    for (const auto& [key, question] : m_questions) {
        question->reportProgress(seconds);
    }
}

} // namespace portcullis::engine
