#pragma once

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

} // namespace portcullis::engine
