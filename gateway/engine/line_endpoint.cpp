#include "gateway/engine/line_endpoint.h"

#include "gateway/base/encoding.h"
#include "gateway/engine/client_binding.h"
#include "gateway/engine/line_endpoint_client.h"
#include "gateway/engine/stage_times.h"
#include "gateway/policy/key_binding.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <algorithm>
#include <utility>

namespace portcullis::engine {

using http::Task;

namespace {

constexpr int kMaxTooLong = 3; // messages one after another
constexpr const char* kRefusalSource = "socket";

std::string greetingRefused(std::string_view why)
{
    JsonWriter out;
    out.beginObject().member("portcullis", std::int64_t{1}).member("error", why).endObject();
    return out.take();
}

} // namespace

LineEndpoint::LineEndpoint(Parts parts)
    : m_parts(std::move(parts))
{}

Task<> LineEndpoint::serve(std::shared_ptr<http::LineConnection> connection)
{
    auto client = std::make_shared<Client>();
    client->connection = std::move(connection);
    bool greeted = false;
    while (true) {
        Result<std::optional<std::string>> line = co_await client->connection->readLine();
        const bool tooLong = !line && line.error().code == ErrorCode::ResourceExhausted;
        if (tooLong && greeted && tolerate(*client, {}, line.error().message)) {
            continue;
        }
        if (!line || !*line) {
            break;
        }
        co_await learnProgram(*client);
        if (!greeted) {
            greeted = greet(*client, **line);
            if (!greeted) {
                break;
            }
            continue;
        }
        if (!stillAllowed(*client)) {
            break;
        }
        if (!(*line)->empty() && !receive(client, std::move(**line))) {
            break;
        }
    }
    co_await client->connection->flush();
    client->gone = true;
    const auto running = client->stateless;
    for (const auto& [id, handle] : running) {
        handle->cancel("the client closed its connection");
    }
    if (client->session) {
        m_parts.sessions.end(client->session->id, "the client closed its connection");
    }
    client->connection->close();
}

// Whatever key it is going to show, so that waiting says nothing of keys.
Task<> LineEndpoint::learnProgram(Client& client)
{
    const AccessPtr access = m_parts.access();
    if (client.programAsked || !access || !access->bindsPrograms) {
        co_return;
    }
    client.programAsked = true;
    client.program = co_await m_parts.programs.find(client.connection->peer().process);
}

bool LineEndpoint::greet(Client& client, const std::string& line)
{
    const auto hello = JsonDocument::parse(line);
    if (!hello || hello->root()["portcullis"].integer() != 1) {
        client.connection->writeLine(greetingRefused("This socket is for `portcullisctl stdio`."));
        return false;
    }
    if (!m_closed.empty()) {
        client.connection->writeLine(greetingRefused(m_closed));
        return false;
    }
    client.presented = hello->root()["key"].string();
    client.profile.server = ServerId(hello->root()["server"].string());
    if (!stillAllowed(client) || !readNarrowing(client, hello->root()[api::kNarrowMember])) {
        return false;
    }
    const bool reachable =
        client.profile.aggregated() ||
        client.who.access->rights.reaches(client.who.key->id, client.profile.server);
    if (!reachable) {
        client.connection->writeLine(greetingRefused(
            "There is no server " + client.profile.server.str() + " for this key."));
        return false;
    }
    client.connection->writeLine("{\"portcullis\":1,\"ok\":true}");
    return true;
}

// What cannot be read must not count as nothing: the client would do more than it was meant to.
bool LineEndpoint::readNarrowing(Client& client, JsonValue list)
{
    if (!list.exists()) {
        return true;
    }
    auto rules = api::parseNarrowRules(list.string());
    if (!rules) {
        record(client, api::Reason::BadAllowHeader);
        client.connection->writeLine(greetingRefused(
            "What the client is to be limited to cannot be read. " + rules.error().message));
        return false;
    }
    client.narrow = std::make_shared<const policy::RequestRules>(std::move(*rules));
    client.who.narrow = client.narrow;
    return true;
}

bool LineEndpoint::stillAllowed(Client& client)
{
    const AccessPtr access = m_parts.access();
    if (!access) {
        client.connection->writeLine(
            greetingRefused("Portcullis is locked: open it at the workstation."));
        return false;
    }
    if (access == client.who.access && client.who.key != nullptr && !client.who.key->expires &&
        !client.who.retiring) {
        return true;
    }
    const policy::Identification found =
        access->ring.identify(client.presented, m_parts.clock.wallNow());
    client.who = {access, found.key, client.narrow, found.retiring};
    api::Reason reason = found.reason;
    if (reason == api::Reason::Allowed) {
        const auto program =
            client.program ? std::optional(client.program->hash) : std::optional<Digest>();
        reason = policy::bindingOf(*found.key, {api::KeyTransport::Stdio, program});
    }
    if (reason == api::Reason::Allowed) {
        return true;
    }
    const bool guesses = found.reason == api::Reason::UnknownKey &&
                         !m_parts.meter.takeWrongKey(kRefusalSource); // F-12
    record(client, guesses ? api::Reason::RateLimited : reason);
    client.connection->writeLine(
        greetingRefused(guesses ? "Rate limited: too many wrong virtual keys in this minute."
                                : "The virtual key is not valid."));
    return false;
}

audit::Caller LineEndpoint::callerOf(const Client& client)
{
    audit::Caller caller;
    caller.transport = "socket";
    caller.pid = client.connection->peer().pid;
    caller.executable = client.connection->peer().executable;
    if (client.program) {
        caller.programPath = client.program->path;
        caller.programHash = toHex(client.program->hash);
    }
    describeKey(caller, client.who);
    return caller;
}

void LineEndpoint::record(const Client& client, api::Reason reason)
{
    m_parts.refusals.refused(callerOf(client), kRefusalSource, reason);
    m_parts.meter.countRefusal();
}

bool LineEndpoint::take(const Client& client)
{
    const api::Limits& limits = client.who.access->config->settings.limits;
    if (m_parts.meter.takeRequest(client.who.key->id, limits.requestsPerMinute)) {
        return true;
    }
    record(client, api::Reason::RateLimited);
    return false;
}

// A message that is too long is dropped; one after another they end the connection, and tell the
// bridge not to come again (G-05).
bool LineEndpoint::tolerate(Client& client, std::string_view id, const std::string& why)
{
    client.write(protocol::writeError(id, {protocol::code::kInvalidRequest, why, {}}));
    if (++client.tooLong < kMaxTooLong) {
        return true;
    }
    JsonWriter out;
    out.beginObject().member("portcullis", std::int64_t{1});
    out.member("error", "Too many messages one after another were too long.");
    out.member("final", true).endObject();
    client.connection->writeLine(out.take());
    return false;
}

bool LineEndpoint::receive(const ClientPtr& client, std::string line)
{
    JsonLimits limits = messageLimits(*client->who.access);
    const std::size_t most = limits.bytes;
    const std::size_t size = line.size();
    limits.bytes = std::max(most, size); // it is here already, and who asked is to be told
    auto document = JsonDocument::parseShared(std::move(line), limits);
    if (size > most) {
        return tolerate(*client,
                        document ? protocol::readId((*document)->root()) : "",
                        "The message is larger than " + std::to_string(most) + " bytes.");
    }
    client->tooLong = 0;
    if (document) {
        dispatch(client, *document);
    } else {
        client->write(protocol::writeError({}, protocol::notJson(document.error()).error));
    }
    return true;
}

void LineEndpoint::dispatch(const ClientPtr& client,
                            const std::shared_ptr<const JsonDocument>& document)
{
    const protocol::Inbound inbound = protocol::classifyLine(*document);
    if (const auto* refused = std::get_if<protocol::Refusal>(&inbound)) {
        client->write(protocol::writeError(refused->id, refused->error));
        return;
    }
    if (!take(*client)) {
        const JsonValue root = document->root();
        const std::string_view id = protocol::readId(root);
        if (root.isArray() || !id.empty()) { // a notification gets no answer
            client->write(protocol::writeError(id,
                                               {protocol::code::kInternalError,
                                                "Too many requests of this key in this minute.",
                                                {}}));
        }
        return;
    }
    if (const auto* message = std::get_if<protocol::StatelessMessage>(&inbound)) {
        receiveStateless(client, document, *message);
        return;
    }
    const auto& session = std::get<protocol::SessionMessages>(inbound);
    if (session.batch) {
        receiveBatch(client, document, session.messages);
    } else {
        receiveSession(client, document, session.messages.front());
    }
}

void LineEndpoint::start(const ClientPtr& client, Inquiry inquiry)
{
    const std::string id(inquiry.message.id);
    if (!m_closed.empty()) {
        client->write(protocol::writeError(id, {protocol::code::kInternalError, m_closed, {}}));
        return;
    }
    const bool stateless = protocol::eraOf(inquiry.revision) == protocol::Era::Stateless;
    auto& inFlight = stateless || !client->session ? client->stateless : client->session->inFlight;
    if (!inFlight.emplace(id, inquiry.handle).second) {
        client->write(protocol::writeError(
            id,
            {protocol::code::kInvalidRequest, "A request with this id is running", {}})); // G-14
        return;
    }
    auto run = [](McpService& service,
                  ClientPtr who,
                  std::shared_ptr<Session> session,
                  std::string requestId,
                  Inquiry asked,
                  std::shared_ptr<void> hold) -> Task<> {
        static_cast<void>(hold);
        std::string text;
        try {
            text = co_await service.answer(std::move(asked));
        } catch (const std::exception&) {
            text = protocol::writeError(requestId,
                                        {protocol::code::kInternalError, "Internal error", {}});
        }
        if (session) {
            session->inFlight.erase(requestId);
        } else {
            who->stateless.erase(requestId);
        }
        who->write(std::move(text));
    };
    std::shared_ptr<Session> session = stateless ? nullptr : client->session;
    bindQuestions(inquiry, session);
    http::asio::co_spawn(
        m_parts.executor,
        run(m_parts.service, client, std::move(session), id, std::move(inquiry), m_parts.hold()),
        http::asio::detached);
}

Inquiry LineEndpoint::inquiryFor(const ClientPtr& client,
                                 std::shared_ptr<const JsonDocument> document) const
{
    Inquiry inquiry;
    inquiry.who = client->who;
    inquiry.profile = client->profile;
    inquiry.document = std::move(document);
    inquiry.arrivedMicros = steadyMicros();
    inquiry.handle = std::make_shared<CallHandle>();
    inquiry.client.send = [client](const std::string& message) { client->write(message); };
    inquiry.notify = [client](const std::string& message) { client->write(message); };
    inquiry.caller = callerOf(*client);
    return inquiry;
}

} // namespace portcullis::engine
