#pragma once

#include "gateway/base/result.h"
#include "gateway/protocol/inbound.h"
#include "gateway/protocol/message.h"
#include "gateway/protocol/revision.h"

#include <string>
#include <vector>

// Handshakes of both eras, both roles.
namespace portcullis::protocol {

struct Implementation
{
    std::string name;
    std::string version;
    std::string title;
};

// What the gateway is called, toward both sides.
[[nodiscard]] Implementation gatewayImplementation();
[[nodiscard]] std::string writeImplementation(const Implementation& implementation); // JSON object

// --- as a server

struct InitializeRequest
{
    std::string requested; // protocolVersion as asked
    ClientInfo client;
    JsonValue capabilities;
};

[[nodiscard]] std::expected<InitializeRequest, RpcError> readInitialize(const Message& message);

// What is declared to a client. Without more: all that servers can have. A session cannot be told
// later of more than it began with, so that what may come counts as there (E-34).
struct Offered
{
    bool tools = true;
    bool prompts = true;
    bool resources = true;
    bool subscriptions = true; // to resources
    bool completions = true;
    bool logging = true;
    bool tasks = true; // the extension of the stateless era
    bool apps = false; // which the client and one of its servers both have (B-87)
    bool operator==(const Offered&) const = default;

    // Does a method stand for something that is not offered? Methods of no capability never do.
    [[nodiscard]] bool lacks(std::string_view method) const;
};

[[nodiscard]] std::string writeServerCapabilities(Revision revision, const Offered& offered = {});
// The result of initialize. `instructions` may be empty.
[[nodiscard]] std::string writeInitializeResult(Revision revision,
                                                std::string_view instructions,
                                                const Offered& offered = {});
// The result of server/discover (B-37).
[[nodiscard]] std::string writeDiscoverResult(std::string_view instructions,
                                              const Offered& offered = {});

// --- as a client

// What a server declares, in either era.
struct ServerFeatures
{
    bool tools = false;
    bool toolsListChanged = false;
    bool prompts = false;
    bool promptsListChanged = false;
    bool resources = false;
    bool resourcesListChanged = false;
    bool resourcesSubscribe = false;
    bool completions = false;
    bool logging = false;
    bool apps = false;
    bool callsAsTasks = false; // takes calls of tools as tasks, in the session era
    bool tasks = false;        // has the extension of the stateless era

    // Does it say anything of its own accord, outside of calls?
    [[nodiscard]] bool speaksUp() const
    {
        return toolsListChanged || promptsListChanged || resourcesListChanged || resourcesSubscribe;
    }
};

// What a server says of itself, in either handshake.
struct ServerHello
{
    Revision revision = kNewestSession;
    Implementation server;
    std::string instructions;
    ServerFeatures features;
};

// params of initialize; `capabilities` is the JSON of ClientCapabilities.
[[nodiscard]] std::string writeInitializeParams(Revision revision, std::string_view capabilities);
// Errors: ProtocolError naming both versions when the server answered one the gateway does not know
// (G-63).
[[nodiscard]] Result<ServerHello> readInitializeResult(JsonValue result);
// Is this an answer to server/discover at all? An unrelated success means a server of the session
// era that takes any method (C-02).
[[nodiscard]] bool isDiscoverResult(JsonValue result);
// The best common revision of a discover answer. A server that lists only session revisions gives
// its newest common one (C-10). Errors: ProtocolError naming both lists.
[[nodiscard]] Result<ServerHello> readDiscoverResult(JsonValue result);
// The _meta object that every request of the stateless era carries (C-35), `extra` being further
// members as JSON text without braces ("\"a\":1"), or empty.
[[nodiscard]] std::string
writeStatelessMeta(Revision revision, std::string_view capabilities, std::string_view extra = {});
// From -32022: the revisions the server supports and the gateway too, best first.
[[nodiscard]] std::vector<Revision> readSupported(const RpcError& error);

} // namespace portcullis::protocol
