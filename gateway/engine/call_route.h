#pragma once

#include "gateway/engine/inquiry.h"
#include "gateway/engine/offer_catalog.h"
#include "gateway/engine/server_pool.h"
#include "gateway/engine/stage_times.h"
#include "gateway/engine/tool_catalog.h"
#include "gateway/http/async.h"
#include "gateway/protocol/call.h"

#include <functional>
#include <optional>
#include <string>

namespace portcullis::engine {

// Where a call goes and whether it may.
struct Route
{
    protocol::CallKind kind = protocol::CallKind::Tool;
    ServerId server;    // empty when the name is nobody's
    std::string name;   // the server's own, or as the client said it where that is unknown
    CatalogPtr catalog; // keeps `entry` alive
    const CatalogTool* entry = nullptr; // of a tool
    policy::Decision decision;
    // Of a request about a task: its method, and the call that has become the task.
    std::string method;
    CallId task;
    // How its server is reached and signed in to: what it gave out goes to no other (D-14).
    std::string credential;

    // As records name it: a readable part of what may be any text.
    [[nodiscard]] std::string recordedName() const;
    [[nodiscard]] std::string recordedMethod() const;
};

// Whose call it is, for the server's connections.
[[nodiscard]] ServerPool::Caller callerOf(const Inquiry& inquiry);

// Finds the server that a client's name leads to, and decides. Owner: CallPipeline. Thread:
// gateway.
class CallRouter
{
public:
    struct Parts
    {
        ToolCatalog& catalog;
        OfferCatalog& offers;
        ServerPool& servers;
        const Clock& clock;
        StageTimes& times;
        std::function<AccessPtr()> access; // in force now
    };

    explicit CallRouter(Parts parts);

    // Waits a while for servers that have never said what they have (E-41).
    [[nodiscard]] http::Task<Route> resolve(const Inquiry& inquiry,
                                            const protocol::ClientCall& call);

    // To a tool by its server's own name of it, if the key may call it now.
    [[nodiscard]] Route
    toTool(const Inquiry& inquiry, const ServerId& server, const std::string& tool) const;

    // Asked right before the call goes out, which may be some time after it was decided: a server
    // may have been started for it and have listed its tools anew. `relisted`: because the server
    // wanted other header fields (C-39).
    [[nodiscard]] std::function<bool(bool relisted)> stillAllowed(const Inquiry& inquiry,
                                                                  const protocol::ClientCall& call,
                                                                  const Route& route) const;

private:
    void find(const Inquiry& inquiry, const protocol::ClientCall& call, Route& route) const;
    void findTool(const Inquiry& inquiry, const protocol::ClientCall& call, Route& route) const;
    static void withhold(Route& route);

    Parts m_parts;
};

} // namespace portcullis::engine
