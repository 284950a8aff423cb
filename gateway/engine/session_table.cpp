#include "gateway/engine/session_table.h"

#include "gateway/base/crypto.h"
#include "gateway/base/encoding.h"
#include "gateway/protocol/message.h"

#include <algorithm>
#include <array>
#include <utility>

namespace portcullis::engine {

namespace {

constexpr auto kReportPause = std::chrono::minutes(10);

bool idle(const Session& session)
{
    return session.inFlight.empty() && !session.hasOpenStream() && !session.write;
}

// Nobody is there, although calls may still run that nobody waits for (D-34).
bool forsaken(const Session& session)
{
    const auto attended = [](const auto& call) {
        return !call.second->unattendedSince().has_value();
    };
    return !session.hasOpenStream() && !session.write &&
           std::ranges::none_of(session.inFlight, attended);
}

} // namespace

std::shared_ptr<EventStream> Session::openStream(EventStream::Kind kind)
{
    // Clients of older revisions stumble over events without data, which resuming needs.
    const bool resumable = revision >= protocol::Revision::V2025_11_25;
    auto stream =
        std::make_shared<EventStream>(++m_lastStream, kind, resumable ? m_replay : nullptr);
    m_streams.emplace(stream->number(), stream);
    return stream;
}

std::shared_ptr<EventStream> Session::findStream(std::uint32_t number) const
{
    const auto found = m_streams.find(number);
    return found == m_streams.end() ? nullptr : found->second;
}

void Session::setStandalone(std::shared_ptr<EventStream> stream, MonotonicTime now)
{
    if (m_standalone && m_standalone != stream && !m_standalone->attached()) {
        m_standalone->finish(now);
    }
    m_standalone = std::move(stream);
    m_standalone->reopen();
}

void Session::leave(EventStream& stream, const http::Exchange& exchange, MonotonicTime now)
{
    stream.detach(exchange, now);
    lastUsed = now;
    const bool replaced = stream.kind() == EventStream::Kind::Standalone &&
                          &stream != m_standalone.get() && !stream.attached();
    if (replaced && !stream.finished()) {
        stream.finish(now);
    }
}

void Session::announceLists(ListFingerprints now)
{
    m_toolsChanged = offered.tools && (m_toolsChanged || now.tools != lists.tools);
    m_promptsChanged = offered.prompts && (m_promptsChanged || now.prompts != lists.prompts);
    m_resourcesChanged =
        offered.resources && (m_resourcesChanged || now.resources != lists.resources);
    lists = std::move(now);
    catchUp();
}

bool Session::tell(const std::string& message)
{
    if (write) {
        write(message);
        return true;
    }
    if (!m_standalone || !m_standalone->attached()) {
        return false;
    }
    m_standalone->send(message);
    return true;
}

void Session::catchUp()
{
    if (!operating) {
        return;
    }
    const auto announce = [this](bool& changed, const char* method) {
        changed = changed && !tell(protocol::writeNotification(method));
    };
    announce(m_toolsChanged, "notifications/tools/list_changed");
    announce(m_promptsChanged, "notifications/prompts/list_changed");
    announce(m_resourcesChanged, "notifications/resources/list_changed");
}

void Session::listShown(std::string fingerprint)
{
    lists.tools = std::move(fingerprint);
    m_toolsChanged = false;
    operating = true;
}

void Session::offersShown(const ListFingerprints& shown)
{
    operating = true;
    // What it was not shown just now it may still have to be told of.
    m_promptsChanged = m_promptsChanged && shown.prompts != lists.prompts;
    m_resourcesChanged = m_resourcesChanged && shown.resources != lists.resources;
}

std::uint64_t Session::onEnd(std::function<void()> callback)
{
    m_onEnd.emplace(++m_lastOnEnd, std::move(callback));
    return m_lastOnEnd;
}

void Session::ended()
{
    questions.end("The session has ended.");
    const auto callbacks = std::move(m_onEnd);
    m_onEnd.clear();
    for (const auto& [number, callback] : callbacks) {
        callback();
    }
}

void Session::expireStreams(MonotonicTime now)
{
    m_replay->expire(now);
    std::erase_if(m_streams, [this, now](const auto& entry) {
        const auto& stream = entry.second;
        const bool old = stream != m_standalone && stream->finished() &&
                         now - *stream->finishedAt() > ReplayBuffer::kLife;
        if (old) {
            m_replay->forget(entry.first);
        }
        return old;
    });
}

void Session::cancelAll(const std::string& reason)
{
    const auto running = inFlight;
    for (const auto& [requestId, handle] : running) {
        handle->cancel(reason);
    }
}

bool Session::hasOpenStream() const
{
    for (const auto& [number, stream] : m_streams) {
        if (stream->attached()) {
            return true;
        }
    }
    return false;
}

SessionTable::SessionTable(const Clock& clock, Report report)
    : m_clock(clock)
    , m_report(std::move(report))
    , m_replayBudget(std::make_shared<ReplayBudget>(clock))
{}

std::shared_ptr<Session> SessionTable::open(const KeyId& key, const api::Limits& limits)
{
    if (!makeRoom(key, limits)) {
        return nullptr;
    }
    std::array<std::uint8_t, 24> random{};
    fillRandom(random);
    auto session = std::make_shared<Session>(m_replayBudget);
    session->id = SessionId(toBase64Url(random));
    session->key = key;
    session->lastUsed = m_clock.monotonicNow();
    m_sessions.emplace(session->id, session);
    return session;
}

// Evicts the longest idle session of the key, or of all, where a cap is reached.
bool SessionTable::makeRoom(const KeyId& key, const api::Limits& limits)
{
    std::size_t ofKey = 0;
    Session* oldestOfKey = nullptr;
    Session* oldest = nullptr;
    for (const auto& [id, session] : m_sessions) {
        const bool own = session->key == key;
        ofKey += own ? 1 : 0;
        if (!idle(*session)) {
            continue;
        }
        if (own && (oldestOfKey == nullptr || session->lastUsed < oldestOfKey->lastUsed)) {
            oldestOfKey = session.get();
        }
        if (oldest == nullptr || session->lastUsed < oldest->lastUsed) {
            oldest = session.get();
        }
    }
    Session* victim = nullptr;
    if (ofKey >= limits.sessionsPerKey) {
        victim = oldestOfKey;
    } else if (m_sessions.size() >= limits.sessions) {
        victim = oldest;
    } else {
        return true;
    }
    if (victim == nullptr) {
        return false;
    }
    const SessionId id = victim->id;
    end(id, "replaced by a newer session");
    return true;
}

std::shared_ptr<Session> SessionTable::find(const SessionId& id, const KeyId& key)
{
    const auto found = m_sessions.find(id);
    if (found == m_sessions.end() || found->second->key != key) {
        return nullptr;
    }
    found->second->lastUsed = m_clock.monotonicNow();
    return found->second;
}

void SessionTable::end(const SessionId& id, const std::string& reason)
{
    const auto node = m_sessions.extract(id);
    if (node.empty()) {
        return;
    }
    const std::shared_ptr<Session>& session = node.mapped();
    session->cancelAll(reason);
    session->ended();
}

void SessionTable::endAllOf(const KeyId& key, const std::string& reason)
{
    std::vector<SessionId> ids;
    for (const auto& [id, session] : m_sessions) {
        if (session->key == key) {
            ids.push_back(id);
        }
    }
    for (const SessionId& id : ids) {
        end(id, reason);
    }
}

void SessionTable::endAll(const std::string& reason)
{
    while (!m_sessions.empty()) {
        const SessionId id = m_sessions.begin()->first;
        end(id, reason);
    }
}

void SessionTable::expire(const api::Limits& limits)
{
    const MonotonicTime now = m_clock.monotonicNow();
    std::vector<SessionId> old;
    for (const auto& [id, session] : m_sessions) {
        session->expireStreams(now);
        if (forsaken(*session) && now - session->lastUsed > limits.sessionIdle) {
            old.push_back(id);
        }
    }
    for (const SessionId& id : old) {
        end(id, "idle");
    }
    reportDropped(now);
}

// Not each event, but that it happens, and how much.
void SessionTable::reportDropped(MonotonicTime now)
{
    const ReplayBudget::Dropped& dropped = m_replayBudget->dropped();
    if (!m_report || dropped.events == 0 || (m_reported && now - *m_reported < kReportPause)) {
        return;
    }
    m_report("Dropped " + std::to_string(dropped.events) +
             " events kept for clients that come back, " + std::to_string(dropped.undelivered) +
             " of them not delivered: a session keeps 500 events or 1 MiB, all keep 64 MiB.");
    m_replayBudget->resetDropped();
    m_reported = now;
}

void SessionTable::forEach(const std::function<void(Session&)>& visit)
{
    const auto sessions = m_sessions;
    for (const auto& [id, session] : sessions) {
        visit(*session);
    }
}

} // namespace portcullis::engine
