#pragma once

#include "gateway/base/json.h"
#include "gateway/protocol/revision.h"

#include <optional>
#include <string>
#include <string_view>

// What a client lets itself be asked for (ClientCapabilities), in both roles.
namespace portcullis::protocol {

struct ClientFeatures
{
    bool elicitationForm = false;
    bool elicitationUrl = false;
    bool sampling = false;
    bool samplingTools = false;
    bool samplingContext = false;
    bool roots = false;
    bool rootsListChanged = false;
    bool apps = false;  // the extension io.modelcontextprotocol/ui (B-85)
    bool tasks = false; // takes a task for a result: the extension of the stateless era

    bool operator==(const ClientFeatures&) const = default;

    // May the client be asked anything at all?
    [[nodiscard]] bool any() const
    {
        return elicitationForm || elicitationUrl || sampling || roots;
    }
};

// A declared elicitation without modes means the form (2025-06-18). Pure. What a revision does not
// have counts for nothing. Leaves out tasks, which a client of the session era cannot switch
// on (X5).
[[nodiscard]] ClientFeatures readClientFeatures(JsonValue capabilities,
                                                Revision revision = kNewestStateless);

// As ClientCapabilities. A form alone is written as {}, which every revision reads alike.
[[nodiscard]] std::string writeClientFeatures(const ClientFeatures& features);

// What both let pass.
[[nodiscard]] ClientFeatures both(const ClientFeatures& a, const ClientFeatures& b);

// Does a client lack what a server says that it needs (data of a -32021)? `capabilities` are the
// client's own words, where it has said them with the request. Nothing when the server does not say
// what it needs.
[[nodiscard]] std::optional<bool>
lacksRequired(std::string_view data, const ClientFeatures& declared, JsonValue capabilities);

// Is it a method that servers may ask clients for at all?
[[nodiscard]] bool isClientMethod(std::string_view method);

// May a server's request of this method go to a client with these features (A-75, B-46)? A form
// that asks for a secret goes to nobody.
[[nodiscard]] bool
mayBeAsked(const ClientFeatures& features, std::string_view method, JsonValue params);

} // namespace portcullis::protocol
