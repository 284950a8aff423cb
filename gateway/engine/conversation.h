#pragma once

#include "gateway/base/clock.h"
#include "gateway/engine/inquiry.h"
#include "gateway/engine/url_elicitations.h"
#include "gateway/http/async.h"
#include "gateway/protocol/client_request.h"
#include "gateway/upstream/server.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace portcullis::engine {

// One call at its server, from the first request to the last answer, with all that the server asks
// back meanwhile. A server of the session era asks while its answer is open; one of the stateless
// era answers that it needs input and is called again. A client with a session is asked at once; a
// stateless one when its own request is answered with what is asked, and then the conversation
// waits for it to come back (D-05, D-11).
//
// Owner: the call's coroutine, or ParkedCalls while it waits for its client. Thread: gateway.
// Errors: those of upstream::PendingCall::wait(); ProtocolError for a server that does not come to
// an end.
class Conversation : public std::enable_shared_from_this<Conversation>
{
public:
    struct Target
    {
        protocol::CallKind kind = protocol::CallKind::Tool;
        std::string name; // the server's own
        std::string arguments;
        std::string server;      // its id
        std::string asks;        // who asks, as the client is told; empty where it knows
        protocol::UriNames uris; // as the client knows them
    };

    // `elicitations` outlives every call.
    Conversation(http::asio::any_io_executor executor,
                 UrlElicitations& elicitations,
                 Target target);
    ~Conversation();

    Conversation(const Conversation&) = delete;
    Conversation& operator=(const Conversation&) = delete;
    Conversation(Conversation&&) = delete;
    Conversation& operator=(Conversation&&) = delete;

    // How it stands when the client's request is to be answered.
    struct Turn
    {
        std::optional<Result<upstream::CallReply>> reply;
        std::vector<protocol::ClientRequest> questions; // where there is no reply yet
        std::string note; // of what the client could not be shown; or empty
        std::string flag; // for the record of a call that has ended well; or empty
    };

    using Send = std::function<std::shared_ptr<upstream::PendingCall>(upstream::CallRequest,
                                                                      upstream::CallEvents)>;

    // Calls the server on behalf of this client and goes on until the call is over, or cannot go on
    // before a stateless client has come back. `request` is complete but for its members; `state`
    // and `answers` are what such a client has brought from an earlier round with a server of the
    // stateless era.
    struct Opening
    {
        upstream::CallRequest request;
        std::string answers; // JSON object, or empty
        std::string state;   // JSON string as the server gave it, or empty
    };

    [[nodiscard]] http::Task<Turn> begin(Inquiry inquiry, Send send, Opening opening);

    // What is wrong with the answers that a stateless client has brought for resume(); nothing
    // where they are good. Keys that were not asked with do not count (B-50).
    [[nodiscard]] std::optional<std::string> faultOf(JsonValue answers,
                                                     protocol::Revision spoken) const;

    // The client has come back with answers (JSON object, may be missing; without fault): goes on
    // as begin() does.
    [[nodiscard]] http::Task<Turn> resume(Inquiry inquiry, JsonValue answers);

    // Nobody will come back. The server is told.
    void abandon(const std::string& reason);

    // Tells the server that somebody is thinking (D-10).
    void reportThinking(std::int64_t seconds);

    // Held until its server has answered, or will not any more.
    void hold(std::shared_ptr<void> turn) { m_turn = std::move(turn); }

    // Since when its server of the session era has waited for a person, if it does.
    [[nodiscard]] std::optional<MonotonicTime> askedSince() const;

    // Others wait for the server, too (D-21): it is told that nobody answers what it has asked, and
    // a session that it needs no answer. The call goes on.
    void giveWay();

private:
    struct Sink;
    struct Round;

    void bind(const Inquiry& inquiry);
    void unbind();
    [[nodiscard]] upstream::CallEvents makeEvents(const upstream::CallRequest& request);
    void send(upstream::CallRequest request);
    void sendWith(std::string_view answers, std::string_view state);
    static http::Task<> collect(std::shared_ptr<Conversation> self,
                                std::shared_ptr<upstream::PendingCall> pending);
    void asked(std::shared_ptr<upstream::Question> question);
    void askClient(const std::shared_ptr<upstream::Question>& question);
    void sendKeptProgress();
    void noteUnshown();
    void noteSecretForm();
    [[nodiscard]] bool answersItself(const upstream::CallReply& reply) const;
    [[nodiscard]] bool needsUrls() const;
    void takeRequiredUrls(Turn& turn);
    void relayRequiredUrls();
    void takeUrlAnswers(JsonValue answers);
    void sendAgain();
    [[nodiscard]] http::Task<Turn> await();
    [[nodiscard]] http::Task<std::optional<Error>> drive(const upstream::CallReply& reply);
    void askOne(const protocol::ClientRequest& request, const std::shared_ptr<Round>& round);
    [[nodiscard]] http::Task<Result<std::map<std::string, std::string>>>
    askAll(std::vector<protocol::ClientRequest> requests, std::string incarnation);
    void withdrawAll();
    // `incarnation` is that of the server that asks.
    [[nodiscard]] std::string
    paramsFor(const std::string& method, JsonValue params, const std::string& incarnation);
    [[nodiscard]] std::string elicitationIdFor(JsonValue params, const std::string& incarnation);

    http::asio::any_io_executor m_executor;
    UrlElicitations& m_elicitations;
    Target m_target;
    Send m_send;
    upstream::CallRequest m_request; // without the answers of a round
    std::shared_ptr<Sink> m_sink;    // where the server's words go; empty while nobody listens
    std::shared_ptr<upstream::PendingCall> m_pending;
    std::optional<Result<upstream::CallReply>> m_reply;
    std::map<std::string, std::shared_ptr<upstream::Question>>
        m_questions; // for a stateless client
    std::map<std::string, std::shared_ptr<upstream::Question>>
        m_asked; // by the client's request id
    // Addresses that the server wants opened before the call, which it has not begun, and
    // that a stateless client has not said to be.
    std::map<std::string, std::string> m_requiredUrls; // params by key
    std::string m_note;
    std::string m_flag;
    std::shared_ptr<void> m_turn; // at its server (AskingTurns)
    const Clock* m_clock = nullptr;
    MonotonicTime m_askedSince{};
    std::uint32_t m_questionCount = 0;
    std::uint32_t m_rounds = 0;
    http::asio::steady_timer m_keptProgress; // runs while there is some
    bool m_progressIsKept = false;
    http::Signal m_changed;
};

inline constexpr const char* kListRoots = "roots/list";
// In records: a form of the server was refused because it asked for a secret.
inline constexpr const char* kAsksForSecret = "asks_for_secret";

[[nodiscard]] bool isSecretForm(std::string_view method, JsonValue params);

// A server of the stateless era wants what its client has not declared for this call (B-46), or
// what nobody is asked for.
[[nodiscard]] Error notOffered(const std::string& method, JsonValue params);

} // namespace portcullis::engine
