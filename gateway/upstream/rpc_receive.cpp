#include "gateway/protocol/client_features.h"
#include "gateway/protocol/meta_keys.h"
#include "gateway/protocol/text.h"
#include "gateway/upstream/line_splitter.h"
#include "gateway/upstream/rpc_connection.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

// The receiving half of RpcConnection: what a server's texts mean.
namespace portcullis::upstream {

namespace {

constexpr std::uint32_t kMostUnasked = 100; // a minute (G-51)
constexpr std::size_t kMaxLogLine = 2000;
constexpr std::size_t kMostQuestions = 256; // open at once on one connection (D-24)

// Keeps the ends of a text that is given away, for the case that it turns out broken.
class Ends
{
public:
    explicit Ends(std::string_view text)
        : m_headSize(text.copy(m_head.data(), m_head.size()))
        , m_tailSize(std::min(text.size(), m_tail.size()))
    {
        text.copy(m_tail.data(), m_tailSize, text.size() - m_tailSize);
    }

    [[nodiscard]] std::string_view head() const { return {m_head.data(), m_headSize}; }

    [[nodiscard]] std::string_view tail() const { return {m_tail.data(), m_tailSize}; }

private:
    std::array<char, 256> m_head{};
    std::array<char, 256> m_tail{};
    std::size_t m_headSize;
    std::size_t m_tailSize;
};

// Ids are the gateway's own integers; some servers give them back as strings (C-29).
std::int64_t ownId(std::string_view lexeme)
{
    if (lexeme.size() >= 2 && lexeme.starts_with('"')) {
        lexeme = lexeme.substr(1, lexeme.size() - 2);
    }
    std::int64_t id = 0;
    const auto [stop, error] = std::from_chars(lexeme.data(), lexeme.data() + lexeme.size(), id);
    return error == std::errc() && stop == lexeme.data() + lexeme.size() ? id : 0;
}

} // namespace

bool RpcConnection::received(std::string text, std::int64_t request)
{
    const auto self = shared_from_this(); // a callback may drop the last other holder
    const Ends ends(text);
    auto document = JsonDocument::parseShared(std::move(text), m_limits);
    if (!document) {
        return handleBroken(ends.head(), ends.tail(), document.error(), request);
    }
    const JsonValue root = (*document)->root();
    if (!root.isArray()) {
        return handle(*document, root, request);
    }
    bool good = root.size() > 0; // batches existed in 2025-03-26
    for (JsonValue element = root.first(); element.exists(); element = element.next()) {
        good = handle(*document, element, request) && good;
    }
    return good;
}

bool RpcConnection::handle(const std::shared_ptr<const JsonDocument>& document,
                           JsonValue value,
                           std::int64_t request)
{
    const auto message = protocol::readMessage(value);
    if (!message) {
        const std::int64_t id = ownId(protocol::readId(value));
        if (value.isObject() && m_waiting.contains(id)) {
            undelivered(id,
                        {.error = {ErrorCode::ProtocolError,
                                   "The server's answer is not a JSON-RPC message.",
                                   message.error().message}});
            return true;
        }
        return false;
    }
    switch (message->kind) {
    case protocol::MessageKind::Response:
    case protocol::MessageKind::Error:
        handleAnswer(document, *message, request);
        break;
    case protocol::MessageKind::Request:
        handleRequest(document, *message, request);
        break;
    case protocol::MessageKind::Notification:
        handleNotification(*message, request);
        break;
    }
    return true;
}

bool RpcConnection::handleBroken(std::string_view head,
                                 std::string_view tail,
                                 const Error& error,
                                 std::int64_t request)
{
    const std::size_t start = head.find_first_not_of(" \t\r\n");
    if (start == std::string_view::npos || head[start] != '{') {
        return false; // text for people
    }
    const std::int64_t id = request != 0 ? request : guessId(head, tail).value_or(0);
    if (!m_waiting.contains(id)) {
        return false;
    }
    undelivered(id,
                {.error = {error.code,
                           error.code == ErrorCode::ResourceExhausted
                               ? "The server's answer is beyond what Portcullis accepts."
                               : "The server's answer is not valid JSON.",
                           error.message}});
    return true;
}

std::int64_t RpcConnection::answeredId(const protocol::Message& message, std::int64_t request) const
{
    if (!message.id.empty()) {
        return ownId(message.id);
    }
    // An error whose id could not be read: on an answer stream of its own it is clear what it is
    // about, and elsewhere when only one request waits.
    if (request != 0 || m_waiting.size() != 1) {
        return request;
    }
    return m_waiting.begin()->first;
}

void RpcConnection::handleAnswer(const std::shared_ptr<const JsonDocument>& document,
                                 const protocol::Message& message,
                                 std::int64_t request)
{
    const std::int64_t id = answeredId(message, request);
    const auto node = m_waiting.extract(id);
    if (node.empty()) {
        if (m_abandoned.erase(id) == 0) {
            unasked("an answer to no request has been dropped"); // G-51
        }
        const JsonValue result = message.result; // a task goes on
        if (!result["task"].exists() && !result["resultType"].stringEquals("task")) {
            m_ongoing->endCall(id);
        }
        return;
    }
    RpcReply reply{document, message.result, std::nullopt};
    if (message.kind == protocol::MessageKind::Error) {
        reply.error = protocol::readError(message.error);
    }
    node.mapped().done(std::move(reply));
}

// Harmless one by one; a server that does it all the time is broken or tries something.
void RpcConnection::unasked(const std::string& note)
{
    m_log->note(note);
    const TimePoint now = asio::steady_timer::clock_type::now();
    if (now - m_unaskedSince >= std::chrono::minutes(1)) {
        m_unaskedSince = now;
        m_unasked = 0;
    }
    if (++m_unasked <= kMostUnasked || m_flagged) {
        return;
    }
    if (const auto misbehaves = m_events.misbehaves) {
        m_flagged = true;
        misbehaves({ErrorCode::ProtocolError,
                    "The server sends answers and requests that nobody asked for. They are "
                    "dropped; check what it is.",
                    {}});
    }
}

std::int64_t RpcConnection::callFor(std::int64_t request, const protocol::Message& message) const
{
    if (const auto found = m_waiting.find(request); found != m_waiting.end()) {
        return found->second.isCall ? request : 0;
    }
    const JsonValue related = message.meta()[protocol::kMetaRelatedTask];
    return related.exists() ? callOfTask(related["taskId"]) : onlyCall();
}

std::int64_t RpcConnection::callOfTask(JsonValue id) const
{
    for (const auto& [request, waiting] : m_waiting) {
        if (!waiting.task.empty() && id.stringEquals(waiting.task)) {
            return request;
        }
    }
    return 0;
}

// What a message without any address can be about: the one call there is, and only if nothing else
// may still be running at the server though nobody waits for it (D-20).
std::int64_t RpcConnection::onlyCall() const
{
    const Waiting* sole = nullptr;
    std::int64_t number = 0;
    for (const auto& [id, waiting] : m_waiting) {
        if (waiting.isCall && sole != nullptr) {
            return 0; // never guess between two calls
        }
        if (waiting.isCall) {
            sole = &waiting;
            number = id;
        }
    }
    const bool unclear =
        sole == nullptr ||
        m_ongoing->mayBeMeant(sole->events.client, sole->task, TimePoint::clock::now());
    return unclear ? 0 : number;
}

// Why a server's request goes to nobody (D-22). Nobody is there for it, or too much is open.
std::optional<protocol::RpcError> RpcConnection::refusalOf(const protocol::Message& message,
                                                           const Waiting* call) const
{
    if (!protocol::isClientMethod(message.method) || (call != nullptr && !call->events.asked)) {
        return protocol::RpcError{protocol::code::kMethodNotFound, "Method not found", {}};
    }
    if (call == nullptr) {
        return protocol::RpcError{
            protocol::code::kInvalidParams, "No running call that this is about can be told.", {}};
    }
    if (m_questions.size() >= kMostQuestions) {
        return protocol::RpcError{
            protocol::code::kInternalError, "Too much has been asked and not answered yet.", {}};
    }
    return std::nullopt;
}

void RpcConnection::handleRequest(const std::shared_ptr<const JsonDocument>& document,
                                  const protocol::Message& message,
                                  std::int64_t request)
{
    if (protocol::eraOf(m_revision) == protocol::Era::Stateless) {
        unasked("a request from the server has been dropped: " + message.method); // C-43
        return;
    }
    if (message.method == "ping") {
        notify({}, protocol::writeResult(message.id, "{}"));
        return;
    }
    const bool addressed =
        m_waiting.contains(request) || message.meta()[protocol::kMetaRelatedTask].exists();
    if (!addressed && protocol::isClientMethod(message.method) && m_events.asksWithoutAddress) {
        m_events.asksWithoutAddress();
    }
    const auto call = m_waiting.find(callFor(request, message));
    const Waiting* asked = call == m_waiting.end() ? nullptr : &call->second;
    if (const auto error = refusalOf(message, asked)) {
        notify({}, protocol::writeError(message.id, *error));
        m_log->note("a request from the server has been refused: " + message.method);
        return;
    }
    auto send = [weak = weak_from_this(), id = std::string(message.id)](const std::string& text,
                                                                        bool last) {
        if (const auto self = weak.lock()) {
            if (last) {
                self->m_questions.erase(id);
            }
            self->notify({}, text);
        }
    };
    auto question =
        std::make_shared<Question>(document, message, std::move(send), m_ongoing->incarnation());
    m_questions[std::string(message.id)] = {question, call->first};
    const auto ask = asked->events.asked; // it may end the call
    ask(std::move(question));
}

// The server no longer wants the answer to something it asked (D-23).
void RpcConnection::handleWithdrawal(const protocol::Message& message)
{
    const auto node = m_questions.extract(std::string(protocol::readCancelled(message)));
    if (const auto question = node.empty() ? nullptr : node.mapped().question.lock()) {
        question->withdraw();
    }
}

void RpcConnection::handleNotification(const protocol::Message& message, std::int64_t request)
{
    if (message.method == "notifications/progress") {
        handleProgress(message);
    } else if (message.method == "notifications/tools/list_changed") {
        m_toolsChanged = true;
        if (m_events.toolsChanged) {
            m_events.toolsChanged();
        }
    } else if (message.method == "notifications/cancelled") {
        handleWithdrawal(message);
    } else if (message.method == "notifications/message") {
        const auto call = m_waiting.find(callFor(request, message));
        if (call == m_waiting.end()) {
            m_log->line("message: " + protocol::excerpt(message.params.raw(), kMaxLogLine)); // D-46
            if (const auto notified = m_events.notified) {
                notified(message);
            }
        } else if (const auto log = call->second.events.log) {
            log(message); // it may end the call
        }
    } else if (const auto notified = m_events.notified) {
        notified(message);
    }
}

void RpcConnection::handleProgress(const protocol::Message& message)
{
    const auto progress = protocol::readProgress(message);
    if (!progress) {
        return;
    }
    const auto found = m_waiting.find(ownId(progress->token));
    if (found == m_waiting.end() || !found->second.events.progress) {
        return;
    }
    Waiting& waiting = found->second;
    const TimePoint extended = asio::steady_timer::clock_type::now() + waiting.timeout;
    waiting.deadline = std::min(extended, waiting.latest);
    const auto callback = waiting.events.progress; // it may cancel the request
    callback(*progress);
}

} // namespace portcullis::upstream
