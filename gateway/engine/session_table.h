#pragma once

#include "gateway/api/config.h"
#include "gateway/base/clock.h"
#include "gateway/base/ids.h"
#include "gateway/engine/call_handle.h"
#include "gateway/engine/client_path.h"
#include "gateway/engine/event_stream.h"
#include "gateway/engine/offer_catalog.h"
#include "gateway/engine/stream_quota.h"
#include "gateway/engine/tool_catalog.h"
#include "gateway/protocol/inbound.h"
#include "gateway/protocol/lifecycle.h"
#include "gateway/protocol/revision.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace portcullis::engine {

// One session of the session era: on Streamable HTTP, with streams, or on what carries all its
// messages one after another, with a writer: a line connection, the stream of HTTP+SSE.
// It is bound to the key that opened it.
class Session : public std::enable_shared_from_this<Session>
{
public:
    explicit Session(std::shared_ptr<ReplayBudget> budget)
        : m_replay(std::make_shared<ReplayBuffer>(std::move(budget)))
    {}

    SessionId id;
    KeyId key;
    protocol::Revision revision = protocol::kNewestSession;
    protocol::ClientInfo client;
    Profile profile;
    std::optional<WallTime> secretEnds; // of an older secret that it was begun with
    // It ends with its connection, which asks for its key again by itself, line by line.
    bool ofConnection = false;
    MonotonicTime lastUsed; // by a request, or the end of a connection of its own
    bool operating = false; // the client has said that it is initialized, or acts like it
    ListFingerprints lists; // that its client was last shown or told of
    protocol::ClientFeatures features; // as it declared them
    protocol::Offered offered;         // as it was told
    // The least severe log message it wants; what servers send anyway until it says.
    std::optional<protocol::LogLevel> logLevel;
    std::set<ServerId> rootsGivenTo; // that have asked for its roots
    OpenQuestions questions;         // that it has been asked
    std::uint64_t subscriber = 0;    // among Subscriptions; 0 before it subscribes to anything
    // Requests on their way, by the lexeme of their id.
    std::map<std::string, std::shared_ptr<CallHandle>, std::less<>> inFlight;
    // Writes one message where there is one way for all. Empty on Streamable HTTP.
    std::function<void(std::string)> write;

    // Streams of HTTP. The standalone stream is the newest one a GET has opened or resumed.
    [[nodiscard]] std::shared_ptr<EventStream> openStream(EventStream::Kind kind);
    [[nodiscard]] std::shared_ptr<EventStream> findStream(std::uint32_t number) const;
    void setStandalone(std::shared_ptr<EventStream> stream, MonotonicTime now);
    // An exchange leaves a stream. A standalone one that another has replaced ends with it.
    void leave(EventStream& stream, const http::Exchange& exchange, MonotonicTime now);

    // Compares what its lists show with what the client knows, and tells it which are others: at
    // once, or when it is ready for it and next opens a stream.
    void announceLists(ListFingerprints now);
    // Sends what announceLists() could not.
    void catchUp();
    // Sends a message that belongs to no request; false when there is no way to the client now.
    bool tell(const std::string& message);
    // The client has just been shown this list.
    void listShown(std::string fingerprint);
    void offersShown(const ListFingerprints& shown);
    // Forgets events and streams that have waited long enough for a client to come back.
    void expireStreams(MonotonicTime now);
    void cancelAll(const std::string& reason);
    [[nodiscard]] bool hasOpenStream() const;

    // Called when the session ends, so that handlers waiting on it return, unless forgotten before.
    std::uint64_t onEnd(std::function<void()> callback);

    void forgetOnEnd(std::uint64_t number) { m_onEnd.erase(number); }

    void ended();

    [[nodiscard]] const ReplayBuffer& replay() const { return *m_replay; }

private:
    std::shared_ptr<ReplayBuffer> m_replay;
    std::map<std::uint64_t, std::function<void()>> m_onEnd;
    std::uint64_t m_lastOnEnd = 0;
    // And the client does not know yet.
    bool m_toolsChanged = false;
    bool m_promptsChanged = false;
    bool m_resourcesChanged = false;
    std::uint32_t m_lastStream = 0;
    std::map<std::uint32_t, std::shared_ptr<EventStream>> m_streams;
    std::shared_ptr<EventStream> m_standalone;
};

// All sessions. Owner: engine. Thread: gateway. Errors: open() gives null when every session of all
// keys is in use (the caps of G.3).
class SessionTable
{
public:
    // Takes a line for whoever runs the gateway.
    using Report = std::function<void(const std::string&)>;

    explicit SessionTable(const Clock& clock, Report report = {});

    [[nodiscard]] std::shared_ptr<Session> open(const KeyId& key, const api::Limits& limits);
    // Null for an unknown id and for another key's alike.
    [[nodiscard]] std::shared_ptr<Session> find(const SessionId& id, const KeyId& key);

    // Looked for, it does not count as used.
    [[nodiscard]] bool contains(const SessionId& id) const { return m_sessions.contains(id); }

    void end(const SessionId& id, const std::string& reason);
    void endAllOf(const KeyId& key, const std::string& reason);
    void endAll(const std::string& reason);
    void expire(const api::Limits& limits);
    void forEach(const std::function<void(Session&)>& visit);

    [[nodiscard]] std::size_t size() const { return m_sessions.size(); }

    [[nodiscard]] StreamQuota& streams() { return m_streams; }

private:
    [[nodiscard]] bool makeRoom(const KeyId& key, const api::Limits& limits);
    void reportDropped(MonotonicTime now);

    const Clock& m_clock;
    Report m_report;
    std::optional<MonotonicTime> m_reported; // what was dropped
    std::map<SessionId, std::shared_ptr<Session>> m_sessions;
    std::shared_ptr<ReplayBudget> m_replayBudget;
    StreamQuota m_streams;
};

} // namespace portcullis::engine
