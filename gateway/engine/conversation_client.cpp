#include "gateway/engine/conversation_client.h"

#include "gateway/protocol/client_answer.h"
#include "gateway/protocol/elicitation_form.h"

#include <algorithm>
#include <utility>

// What a conversation asks its client, and what it tells the server of the answers.
namespace portcullis::engine {

using http::Task;

namespace {

constexpr std::size_t kMostQuestions = 20;                 // a call (D-24)
constexpr auto kAnswerPatience = std::chrono::minutes(10); // D-11
constexpr const char* kElicit = "elicitation/create";
constexpr const char* kCancelled = R"({"action":"cancel"})";

// What a server is told of a question that this client cannot be asked (D-22).
protocol::RpcError notDeclared(const upstream::Question& question,
                               const protocol::ClientFeatures& features)
{
    if (features.elicitationForm && isSecretForm(question.method(), question.params())) {
        return {protocol::code::kInvalidParams,
                "A form must not ask for passwords, tokens or keys. Send the user to a web page "
                "for that: mode url.",
                {}};
    }
    const bool wrongMode =
        question.method() == kElicit && (features.elicitationForm || features.elicitationUrl);
    return {wrongMode ? protocol::code::kInvalidParams : protocol::code::kMethodNotFound,
            "This client does not support " + question.method() + " as asked for.",
            {}};
}

} // namespace

bool isSecretForm(std::string_view method, JsonValue params)
{
    return method == kElicit && !params["mode"].stringEquals("url") &&
           protocol::asksForSecret(params["requestedSchema"]);
}

Error notOffered(const std::string& method, JsonValue params)
{
    if (isSecretForm(method, params)) {
        return {ErrorCode::ProtocolError,
                "It asks in a form for what looks like a password, a token or a key, which forms "
                "must not do.",
                {}};
    }
    return {ErrorCode::ProtocolError,
            "The server asks for what this client does not offer: " + method,
            {}};
}

std::optional<std::string> Conversation::faultOf(JsonValue answers, protocol::Revision spoken) const
{
    std::map<std::string, protocol::AskedKind> asked;
    for (const auto& [key, question] : m_questions) {
        asked.emplace(key, protocol::askedKindOf(question->method(), question->params()));
    }
    for (const auto& [key, params] : m_requiredUrls) {
        asked.emplace(key, protocol::AskedKind::Url);
    }
    return protocol::faultOfAnswers(answers, asked, spoken);
}

void Conversation::asked(std::shared_ptr<upstream::Question> question)
{
    const protocol::ClientFeatures features =
        m_sink ? m_sink->path.features : protocol::ClientFeatures();
    if (!protocol::mayBeAsked(features, question->method(), question->params())) {
        question->refuse(notDeclared(*question, features));
        if (features.elicitationForm && isSecretForm(question->method(), question->params())) {
            noteSecretForm();
        }
        return;
    }
    if (question->method() == kListRoots && !m_sink->path.gatewayRoots.empty()) {
        question->answer(m_sink->path.gatewayRoots);
        return;
    }
    if (!protocol::canExpress(question->method(), question->params(), m_sink->revision)) {
        noteUnshown();
        question->answer(kCancelled);
        return;
    }
    if (++m_questionCount > kMostQuestions ||
        question->params().raw().size() > protocol::mostBytesOf(question->method())) {
        question->refuse(
            {protocol::code::kInternalError, "The call has asked for too much by now.", {}});
        return;
    }
    if (!askedSince()) {
        m_askedSince = m_clock->monotonicNow();
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

std::string
Conversation::paramsFor(const std::string& method, JsonValue params, const std::string& incarnation)
{
    const protocol::ClientView view{m_sink->revision,
                                    m_target.asks,
                                    m_target.uris,
                                    m_target.asks.empty() && m_sink->path.features.samplingContext};
    return protocol::writeClientParams(method, params, view, elicitationIdFor(params, incarnation));
}

std::string Conversation::elicitationIdFor(JsonValue params, const std::string& incarnation)
{
    const bool named = m_sink->revision == protocol::Revision::V2025_11_25; // came and went with it
    return named && params["mode"].stringEquals("url")
               ? m_elicitations.begin({ServerId(m_target.server), incarnation},
                                      params["elicitationId"].string(),
                                      m_sink->path.session,
                                      m_sink->path.tell)
               : std::string();
}

void Conversation::noteUnshown()
{
    m_note = "The server " + m_target.server +
             " asked for something in a form that this client's protocol version does not have; it "
             "was told that the user has cancelled.";
}

void Conversation::noteSecretForm()
{
    m_flag = kAsksForSecret;
    m_note = "The server " + m_target.server +
             " asked in a form for what looks like a password, a token or a key; it was refused.";
}

// Is all that the server wants what the gateway has for it?
bool Conversation::answersItself(const upstream::CallReply& reply) const
{
    const auto requests = m_sink->path.gatewayRoots.empty()
                              ? fail(ErrorCode::NotFound, {})
                              : protocol::readInputRequests(reply.result["inputRequests"]);
    return requests && !requests->empty() &&
           std::ranges::all_of(*requests,
                               [](const auto& request) { return request.method == kListRoots; });
}

void Conversation::askClient(const std::shared_ptr<upstream::Question>& question)
{
    // The question belongs to whoever waits for its answer: dropped, it refuses itself.
    const auto id = std::make_shared<std::string>();
    auto answered = [weak = weak_from_this(),
                     question,
                     id,
                     uris = m_target.uris,
                     server = m_target.server,
                     gaveRoots = m_sink->path.gaveRoots](const ClientAnswer& answer) {
        if (answer.error) {
            question->refuse(*answer.error);
        } else {
            if (question->method() == "roots/list" && gaveRoots) {
                gaveRoots(server);
            }
            question->answer(protocol::writeServerAnswer(answer.result, uris));
        }
        if (const auto self = weak.lock()) {
            self->m_asked.erase(*id);
        }
    };
    *id =
        m_sink->path.ask(question->method(),
                         paramsFor(question->method(), question->params(), question->incarnation()),
                         std::move(answered));
    m_asked.emplace(*id, question);
    question->onWithdrawn([weak = weak_from_this(), withdraw = m_sink->path.withdraw, id] {
        withdraw(*id);
        if (const auto self = weak.lock()) {
            self->m_asked.erase(*id);
        }
    });
}

void Conversation::askOne(const protocol::ClientRequest& request,
                          const std::shared_ptr<Round>& round)
{
    const ClientPath& path = m_sink->path;
    const auto document = JsonDocument::parse(request.params.empty() ? "{}" : request.params);
    const JsonValue params = document ? document->root() : JsonValue();
    if (!protocol::mayBeAsked(path.features, request.method, params)) {
        round->failed = notOffered(request.method, params);
        return;
    }
    if (request.method == kListRoots && !path.gatewayRoots.empty()) {
        round->answers[request.key] = path.gatewayRoots;
        return;
    }
    if (!protocol::canExpress(request.method, params, m_sink->revision)) {
        noteUnshown();
        round->answers[request.key] = kCancelled;
        return;
    }
    if (++m_questionCount > kMostQuestions) {
        round->failed =
            Error{ErrorCode::ProtocolError, "The server asks for too much in one call.", {}};
        return;
    }
    ++round->open;
    auto answered = [weak = weak_from_this(), round, key = request.key, uris = m_target.uris](
                        const ClientAnswer& answer) {
        --round->open;
        if (answer.error) {
            round->failed = Error{
                ErrorCode::Unavailable, "The client did not answer: " + answer.error->message, {}};
        } else {
            round->answers[key] = protocol::writeServerAnswer(answer.result, uris);
        }
        if (const auto live = weak.lock()) {
            live->m_changed.notify();
        }
    };
    round->ids.push_back(path.ask(request.method,
                                  paramsFor(request.method, params, round->incarnation),
                                  std::move(answered)));
}

Task<Result<std::map<std::string, std::string>>>
Conversation::askAll(std::vector<protocol::ClientRequest> requests, std::string incarnation)
{
    const auto self = shared_from_this();
    const auto round = std::make_shared<Round>();
    round->incarnation = std::move(incarnation);
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

// A stateless client is asked to have addresses opened, before a call that has not begun; the
// server is called again once the user has been there (D.1 row 5).
void Conversation::takeRequiredUrls(Turn& turn)
{
    if (m_reply) {
        for (protocol::ClientRequest& request : protocol::readRequiredUrls(*(*m_reply)->error)) {
            m_requiredUrls.emplace("r" + std::to_string(++m_questionCount),
                                   std::move(request.params));
        }
        m_reply.reset();
    }
    for (const auto& [key, params] : m_requiredUrls) {
        const auto document = JsonDocument::parse(params);
        // A stateless client is given no id.
        turn.questions.push_back(
            {key, kElicit, paramsFor(kElicit, document ? document->root() : JsonValue(), {})});
    }
}

void Conversation::takeUrlAnswers(JsonValue answers)
{
    if (m_requiredUrls.empty()) {
        return;
    }
    bool declined = false;
    for (JsonValue answer = answers.first(); answer.exists(); answer = answer.next()) {
        const bool asked = m_requiredUrls.erase(answer.name()) != 0;
        declined = declined || (asked && !answer["action"].stringEquals("accept"));
    }
    if (declined) {
        m_requiredUrls.clear();
        m_reply.emplace(fail(ErrorCode::Unavailable,
                             "The user did not open the address that the server " +
                                 m_target.server + " needs; it was not called."));
    } else if (m_requiredUrls.empty()) {
        sendAgain();
    }
}

// The same error on its way to a session, which knows the addresses by other ids.
void Conversation::relayRequiredUrls()
{
    const bool known =
        m_sink->revision == protocol::Revision::V2025_11_25 && m_sink->path.features.elicitationUrl;
    if (!known || !*m_reply || !(*m_reply)->error) {
        return;
    }
    protocol::RpcError& error = *(*m_reply)->error;
    std::vector<std::string> elicitations;
    for (const protocol::ClientRequest& request : protocol::readRequiredUrls(error)) {
        if (const auto params = JsonDocument::parse(request.params)) {
            elicitations.push_back(
                paramsFor(request.method, params->root(), (*m_reply)->incarnation));
        }
    }
    if (!elicitations.empty()) {
        error.data = protocol::writeRequiredUrls(elicitations);
    }
}

} // namespace portcullis::engine
