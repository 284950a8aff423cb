#pragma once

#include "gateway/base/json.h"
#include "gateway/protocol/client_answer.h"
#include "gateway/protocol/client_features.h"
#include "gateway/protocol/logging.h"
#include "gateway/protocol/message.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace portcullis::engine {

// What a client has answered to something it was asked.
struct ClientAnswer
{
    std::shared_ptr<const JsonDocument> document;
    JsonValue result;
    std::optional<protocol::RpcError> error; // also when it will never answer
};

// How the client of a running request is asked something itself, and told things.
struct ClientPath
{
    using Done = std::function<void(ClientAnswer)>;

    protocol::ClientFeatures features; // what it lets itself be asked for in this request
    protocol::ClientFeatures declared; // the same before anything was withheld from a server
    std::string identity;              // whose calls are one client's (D-20, D-62)
    // Sends a message on the stream of the client's own request, whatever it takes. Empty where
    // there can be none.
    std::function<void(const std::string&)> send;
    // Sends a request to the client on that stream, and gives the id for
    // withdraw(). Empty where a client cannot be sent requests: in the stateless era, and without a
    // session.
    std::function<std::string(std::string_view method, std::string_view params, Done)> ask;
    std::function<void(const std::string& id)> withdraw;
    // Sends a message that belongs to no request, if there is a way now. Empty without a session.
    std::function<void(const std::string&)> tell;
    std::string session; // its id, or empty
    // The client has given its roots to this server. Empty without a session.
    std::function<void(const std::string& server)> gaveRoots;
    // The answer to roots/list that the gateway gives in place of a client that declares no roots
    // (table D.1 row 8); empty where it gives none.
    std::string gatewayRoots;
    // The least severe log message the client wants now; nothing for none.
    std::function<std::optional<protocol::LogLevel>()> logLevel;
};

// What a client is told of a response that nobody waits for (G-28).
[[nodiscard]] protocol::RpcError nobodyWaits();

// What the client of one session has been asked and has not answered yet. Owner:
// Session. Thread: gateway.
class OpenQuestions
{
public:
    using Done = ClientPath::Done;

    // The id that the question goes out under to a client that speaks this revision.
    [[nodiscard]] std::string add(protocol::AskedKind asked, protocol::Revision spoken, Done done)
    {
        std::string id = "gw-" + std::to_string(++m_last);
        m_open.emplace(id, Open{asked, spoken, std::move(done)});
        return id;
    }

    // What the client is told of its answer: nothing where it is taken, an error where nobody waits
    // for it, and where it is none. Then whoever asked is told that it was none, and nothing
    // of what stands in it.
    [[nodiscard]] std::optional<protocol::RpcError>
    answered(const std::shared_ptr<const JsonDocument>& document, const protocol::Message& message);

    // False when it has been answered.
    [[nodiscard]] bool forget(const std::string& id) { return m_open.erase(id) != 0; }

    // No answer will come any more.
    void end(const std::string& reason);

private:
    struct Open
    {
        protocol::AskedKind asked = protocol::AskedKind::Untold;
        protocol::Revision spoken = protocol::kNewestSession;
        Done done;
    };

    std::uint64_t m_last = 0;
    std::map<std::string, Open, std::less<>> m_open;
};

} // namespace portcullis::engine
