#pragma once

#include "gateway/api/server_config.h"
#include "gateway/protocol/client_features.h"

namespace portcullis::engine {

// What a server may ask of clients is passed on to those that have declared it (D-80).
inline constexpr protocol::ClientFeatures kBridgedFeatures{.elicitationForm = true,
                                                           .elicitationUrl = true,
                                                           .sampling = true,
                                                           .samplingTools = true,
                                                           .samplingContext = true,
                                                           .roots = true,
                                                           .rootsListChanged = true,
                                                           .apps = true};

// Without what this server is kept from asking its clients for (D-29).
[[nodiscard]] inline protocol::ClientFeatures withheldFrom(const api::ServerConfig& server,
                                                           protocol::ClientFeatures features)
{
    features.elicitationForm = features.elicitationForm && server.offersForms;
    features.elicitationUrl = features.elicitationUrl && server.offersAddresses;
    features.sampling = features.sampling && server.offersSampling;
    features.samplingTools = features.samplingTools && server.offersSampling;
    features.samplingContext = features.samplingContext && server.offersSampling;
    features.roots = features.roots && server.offersRoots;
    features.rootsListChanged = features.rootsListChanged && server.offersRoots;
    return features;
}

// All that this server may ask for. Folders of its settings are no client's.
[[nodiscard]] inline protocol::ClientFeatures bridgedTo(const api::ServerConfig& server)
{
    protocol::ClientFeatures features = withheldFrom(server, kBridgedFeatures);
    features.roots = features.roots || !server.roots.empty();
    return features;
}

} // namespace portcullis::engine
