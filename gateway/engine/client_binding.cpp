#include "gateway/engine/client_binding.h"

#include "gateway/engine/subscriptions.h"
#include "gateway/protocol/call.h"
#include "gateway/protocol/tasks.h"

namespace portcullis::engine {

namespace {

// A session hears of resources from its first subscription until its end.
std::uint64_t subscriberOf(Session& session, Subscriptions& all)
{
    if (session.subscriber == 0) {
        session.subscriber =
            all.open(session.key,
                     session.id.str(),
                     session.profile,
                     [weak = session.weak_from_this()](const std::string& uri) {
                         if (const auto live = weak.lock()) {
                             static_cast<void>(live->tell(protocol::writeUpdated({}, uri)));
                         }
                     });
        session.onEnd([&all, id = session.subscriber] { all.close(id); });
    }
    return session.subscriber;
}

} // namespace

void bindSession(Inquiry& inquiry, const std::shared_ptr<Session>& session)
{
    inquiry.caller.session = session->id.str();
    inquiry.caller.client = session->client.name;
    inquiry.caller.clientVersion = session->client.version;
    inquiry.listShown = [session](std::string shown) { session->listShown(std::move(shown)); };
    inquiry.offersShown = [session](const ListFingerprints& shown) { session->offersShown(shown); };
    inquiry.offered = session->offered;
    inquiry.setLogLevel = [session](protocol::LogLevel level) { session->logLevel = level; };
    inquiry.subscriber = [weak = std::weak_ptr<Session>(session)](Subscriptions& all) {
        const auto live = weak.lock();
        return live ? subscriberOf(*live, all) : 0;
    };
    inquiry.client.features = session->features;
    inquiry.client.identity = session->key.str();
    inquiry.client.session = session->id.str();
    inquiry.client.tell = [weak = std::weak_ptr<Session>(session)](const std::string& message) {
        if (const auto live = weak.lock()) {
            static_cast<void>(live->tell(message));
        }
    };
    inquiry.client.gaveRoots = [session](const std::string& server) {
        session->rootsGivenTo.insert(ServerId(server));
    };
    inquiry.client.logLevel = [session]() -> std::optional<protocol::LogLevel> {
        return session->logLevel.value_or(protocol::LogLevel::Debug);
    };
}

void bindStateless(Inquiry& inquiry, const protocol::StatelessMessage& message)
{
    inquiry.caller.client = message.client.name;
    inquiry.caller.clientVersion = message.client.version;
    inquiry.client.features = protocol::readClientFeatures(message.capabilities);
    inquiry.client.features.tasks = protocol::declaresTasks(message.capabilities);
    inquiry.client.identity = inquiry.who.key->id.str();
    inquiry.client.logLevel = [level = message.logLevel] { return level; };
}

void bindQuestions(Inquiry& inquiry, const std::shared_ptr<Session>& session)
{
    if (!session || !inquiry.client.send) {
        inquiry.client.features = protocol::eraOf(inquiry.revision) == protocol::Era::Stateless
                                      ? inquiry.client.features
                                      : protocol::ClientFeatures();
        return;
    }
    const auto send = inquiry.client.send;
    const protocol::Revision revision = session->revision;
    inquiry.client.ask = [session, send, revision](std::string_view method,
                                                   std::string_view params,
                                                   ClientPath::Done done) {
        const auto document = JsonDocument::parse(std::string(params));
        const auto asked = protocol::askedKindOf(method, document ? document->root() : JsonValue());
        std::string id = session->questions.add(asked, revision, std::move(done));
        send(protocol::writeRequest(jsonQuote(id), method, params));
        return id;
    };
    inquiry.client.withdraw = [session, send, revision](const std::string& id) {
        if (session->questions.forget(id)) {
            send(protocol::writeCancelled(
                jsonQuote(id), "The answer is no longer needed.", revision));
        }
    };
}

} // namespace portcullis::engine
