#pragma once

#include <array>
#include <string_view>

// Names of members in _meta that the protocol or the gateway owns.
namespace portcullis::protocol {

// The gateway's own members (E-07, H-04). Whatever comes in under this prefix is dropped.
inline constexpr std::string_view kMetaPrefix = "io.portcullis/";
inline constexpr std::string_view kMetaTool = "io.portcullis/tool";   // a tool's name at its server
inline constexpr std::string_view kMetaAudit = "io.portcullis/audit"; // a call's place in the log
inline constexpr std::string_view kMetaServer =
    "io.portcullis/serverInfo"; // who the server says that it is, of which a result came
inline constexpr std::string_view kMetaBudget =
    "io.portcullis/budget"; // why a call got nothing of a budget

inline constexpr std::string_view kMetaProtocolVersion = "io.modelcontextprotocol/protocolVersion";
inline constexpr std::string_view kMetaClientInfo = "io.modelcontextprotocol/clientInfo";
inline constexpr std::string_view kMetaClientCapabilities =
    "io.modelcontextprotocol/clientCapabilities";
inline constexpr std::string_view kMetaServerInfo = "io.modelcontextprotocol/serverInfo";
inline constexpr std::string_view kMetaLogLevel = "io.modelcontextprotocol/logLevel";
inline constexpr std::string_view kMetaSubscriptionId = "io.modelcontextprotocol/subscriptionId";
inline constexpr std::string_view kMetaRelatedTask = "io.modelcontextprotocol/related-task";

// What speaks of one hop alone: under these names nothing goes on to the next one, in either
// direction.
inline constexpr std::array kHopKeys = {std::string_view("progressToken"),
                                        kMetaProtocolVersion,
                                        kMetaClientInfo,
                                        kMetaClientCapabilities,
                                        kMetaServerInfo,
                                        kMetaLogLevel,
                                        kMetaSubscriptionId,
                                        kMetaRelatedTask};

// Apps: resources that hosts show beside the tools that name them (SEP-1865).
inline constexpr const char* kAppsExtension = "io.modelcontextprotocol/ui";

} // namespace portcullis::protocol
