#include "gateway/protocol/call.h"
#include "gateway/protocol/client_request.h"
#include "gateway/protocol/completion.h"
#include "gateway/protocol/offers.h"
#include "gateway/protocol/subscriptions.h"
#include "gateway/protocol/tasks.h"

#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <set>
#include <string>

// Any bytes as a URI, and any JSON as a server's answer to the lists of prompts, resources and
// templates, to prompts/get and resources/read, as what a server asks of a client, and as what a
// client listens to or wants completed, and as a task. What must hold: no crash; whatever is handed
// on is JSON of its era on one line; URIs lead back to their server.

namespace {

constexpr std::size_t kMaxSubscribedUris = 1000;

using namespace portcullis;           // NOLINT: a fuzzer's only file
using namespace portcullis::protocol; // NOLINT

constexpr std::array kServers = {"a", "ui", "docs-1"};

void require(bool holds, const char* what)
{
    if (!holds) {
        std::fprintf(stderr, "offers_fuzz: %s\n", what);
        std::abort();
    }
}

JsonDocument parsed(std::string text)
{
    auto document = JsonDocument::parse(std::move(text), {.bytes = 1UL << 26U, .depth = 160});
    require(document.has_value(), "written text is not JSON");
    return std::move(*document);
}

JsonDocument parsedLine(std::string text)
{
    require(text.find_first_of("\r\n") == std::string::npos, "written text has a line break");
    return parsed(std::move(text));
}

void checkUri(const std::string& uri)
{
    for (const char* const name : kServers) {
        const ServerId server{std::string(name)};
        const auto target = readUriName(UriNames(server).toClient(uri));
        require(target == ResourceTarget{server, uri}, "a URI leads elsewhere");
    }
    require(UriNames().toClient(uri) == uri, "a URI was changed");
    if (const auto target = readUriName(uri)) {
        require(UriNames(target->server).toClient(target->uri) == uri ||
                    target->uri.starts_with("ui://"),
                "a client's URI has another spelling");
    }
}

void checkOffers(OfferKind kind, JsonValue root)
{
    const std::string_view keyName = termsOf(kind).key;
    for (const Era era : {Era::Session, Era::Stateless}) {
        const auto page = readOffersPage(kind, root, era);
        if (!page) {
            continue;
        }
        std::set<std::string> keys;
        for (const Offer& offer : page->offers) {
            require(!offer.key.empty() && keys.insert(offer.key).second, "a key comes twice");
            const std::string key = UriNames(ServerId("docs")).toClient(offer.key);
            const JsonDocument document = parsedLine(writeOffer(kind, offer, key));
            require(document.root()[keyName].stringEquals(key), "an offer without its key");
            const JsonDocument same = parsedLine(writeOffer(kind, offer, offer.key));
            require(same.root().size() == parsed(offer.definition).root().size(),
                    "a member was lost or added");
        }
    }
}

void checkResults(JsonValue root)
{
    for (const CallKind kind : {CallKind::Prompt, CallKind::Resource}) {
        (void)classifyResult(kind, root, Era::Session);
        (void)classifyResult(kind, root, Era::Stateless);
        for (const Revision revision : supportedRevisions()) {
            const JsonDocument document =
                parsed(writeCallResult(kind, root, revision, UriNames(ServerId("docs"))));
            const JsonValue written = document.root();
            const bool stateless = eraOf(revision) == Era::Stateless;
            require(written["resultType"].exists() == stateless, "a result of the other era");
            require(!written["requestState"].exists(), "a server's state goes out");
            require(!written["cacheScope"].stringEquals("public"), "a result for everybody");
        }
    }
}

void checkQuestions(JsonValue root)
{
    auto requests = readInputRequests(root);
    if (!requests) {
        return;
    }
    require(requests->size() <= kMaxInputRequests, "too many requests");
    std::set<std::string> keys;
    for (ClientRequest& request : *requests) {
        require(keys.insert(request.key).second, "two requests with one key");
        const JsonDocument params = parsed(request.params.empty() ? "{}" : request.params);
        require(params.root().isObject(), "params that are not an object");
        for (const Revision revision : supportedRevisions()) {
            const JsonDocument document =
                parsedLine(writeClientParams(request.method,
                                             params.root(),
                                             {revision, "docs", UriNames(ServerId("docs")), true},
                                             "gw-1"));
            const JsonValue written = document.root();
            require(!written["_meta"].exists(), "the _meta of another hop");
            require(request.method == "elicitation/create" || !written["includeContext"].exists() ||
                        written["includeContext"].stringEquals("thisServer"),
                    "other servers' context is asked for");
            require(request.method != "elicitation/create" ||
                        written["message"].string().starts_with("[docs"),
                    "nobody can see who asks");
        }
    }
    const JsonDocument document = parsed(writeInputRequired(*requests, "state"));
    const auto again = readInputRequests(document.root()["inputRequests"]);
    require(!again || again->size() == requests->size(), "a request was lost");
}

void checkAnswers(const JsonDocument& document)
{
    const UriNames uris(ServerId("docs"));
    (void)parsed(writeServerAnswer(document.root(), uris));
    (void)parsed(writeServerAnswers(document.root(), uris));
    const auto urls = readRequiredUrls({code::kUrlElicitationRequired, "", document.text()});
    require(urls.size() <= kMaxInputRequests, "too many addresses");
    for (const ClientRequest& url : urls) {
        require(parsed(url.params).root()["url"].isString(), "no address");
    }
}

void checkListen(const Message& message)
{
    if (const auto filter = readListen(message, kMaxSubscribedUris)) {
        require(filter->resources.size() <= kMaxSubscribedUris, "too many URIs");
        const JsonDocument members = parsed("{" + writeListenMembers(*filter) + "}");
        require(readAcknowledged(members.root()) == *filter, "a filter became another one");
        const JsonDocument text =
            parsedLine(writeAcknowledged(message.id.empty() ? "1" : message.id, *filter));
        require(readMessage(text.root()).has_value(), "an acknowledgement is no message");
    }
}

void checkCompletion(const Message& message)
{
    if (const auto request = readCompletion(message)) {
        for (const Revision revision : supportedRevisions()) {
            const JsonDocument members =
                parsed("{" + writeCompletionMembers(*request, request->name, revision) + "}");
            const JsonValue ref = members.root()["ref"];
            require(ref[request->ofPrompt ? "name" : "uri"].stringEquals(request->name),
                    "a reference became another one");
        }
    }
}

void checkTask(JsonValue root)
{
    for (const Era era : {Era::Session, Era::Stateless}) {
        const auto task = readTask(root, era);
        if (!task) {
            continue;
        }
        require(!task->id.empty(), "a task without an id");
        require(!task->pollInterval || task->pollInterval->count() >= 0, "an interval below zero");
        const JsonDocument members = parsed("{" + writeTaskMembers(task->id) + "}");
        require(members.root()["taskId"].stringEquals(task->id), "an id became another one");
        const JsonDocument created = parsedLine(writeCreatedTask(*task, "own"));
        require(readCreatedTask(created.root(), Era::Stateless)->id == "own", "a task was lost");
        for (const char* const hidden : {"result", "error", "inputRequests"}) {
            require(!created.root()[hidden].exists(), "content leaves with a status");
        }
        const JsonDocument shown = parsedLine(writeTask(*task, "own", "\"result\":{}"));
        require(shown.root()["result"].exists(), "a result was lost");
        const JsonDocument related = parsed(withRelatedTask(root, root));
        require(related.root()["_meta"].size() >= 1, "an answer names no task");
    }
    (void)declaresTasks(root);
}

void checkCompletionResult(JsonValue root)
{
    for (const Revision revision : supportedRevisions()) {
        const JsonDocument document = parsed(writeCompletionResult(root, revision));
        const JsonValue values = document.root()["completion"]["values"];
        require(values.isArray() && values.size() <= 100, "too many values, or none");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    std::string text(reinterpret_cast<const char*>(data), size);
    checkUri(text);
    const auto document = JsonDocument::parse(std::move(text));
    if (!document) {
        return 0;
    }
    const JsonValue root = document->root();
    for (const OfferKind kind : {OfferKind::Prompt, OfferKind::Resource, OfferKind::Template}) {
        checkOffers(kind, root);
    }
    checkResults(root);
    checkAnswers(*document);
    checkQuestions(root);
    checkQuestions(root["inputRequests"]);
    checkCompletionResult(root);
    checkTask(root);
    if (const auto message = readMessage(root)) {
        (void)readClientCall(*message);
        checkListen(*message);
        (void)readTaskRequest(*message);
        checkCompletion(*message);
    }
    return 0;
}
