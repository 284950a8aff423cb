#pragma once

#include "gateway/api/config.h"
#include "gateway/api/json_reader.h"

// Parts of the configuration's JSON that the waist's other values share. Inner header of this room.
namespace portcullis::api {

inline constexpr Name<Transport> kTransports[] = {
    {Transport::Stdio, "stdio"},
    {Transport::Http, "http"},
    {Transport::Sse, "sse"},
};

inline constexpr Name<ProtocolChoice> kProtocols[] = {
    {ProtocolChoice::Auto, "auto"},
    {ProtocolChoice::Session, "session"},
    {ProtocolChoice::Stateless, "stateless"},
};

inline constexpr Name<ContentMode> kContentModes[] = {
    {ContentMode::Full, "full"},
    {ContentMode::ProveOnly, "prove-only"},
    {ContentMode::None, "none"},
};

inline constexpr Name<Durability> kDurabilities[] = {
    {Durability::Strict, "strict"},
    {Durability::Standard, "standard"},
};

inline constexpr Name<StartMode> kStartModes[] = {
    {StartMode::Eager, "eager"},
    {StartMode::Lazy, "lazy"},
};

inline constexpr Name<InstanceScope> kInstanceScopes[] = {
    {InstanceScope::Shared, "shared"},
    {InstanceScope::Key, "key"},
    {InstanceScope::Session, "session"},
};

inline constexpr Name<ChangedTools> kChangedTools[] = {
    {ChangedTools::Flag, "flag"},
    {ChangedTools::Hold, "hold"},
};

// One line of an allow-list is a JSON string, "fx:echo", or an object when it denies or has
// conditions: {"rule":"fx:echo","effect":"deny","when":["text = secret"]}.
[[nodiscard]] Json toJson(const AllowRule& rule);
[[nodiscard]] Result<AllowRule> ruleFromJson(const Json& json, const std::string& path);

// 64 hexadecimal digits.
[[nodiscard]] Result<Digest> digestFromJson(const Json& json, const std::string& path);
[[nodiscard]] Json toJson(KeyTransport transport);
[[nodiscard]] Result<KeyTransport> keyTransportFromJson(const Json& json, const std::string& path);
// {"sha256":"…","path":"/usr/bin/claude"}
[[nodiscard]] Json toJson(const BoundProgram& program);
[[nodiscard]] Result<BoundProgram> programFromJson(const Json& json, const std::string& path);

} // namespace portcullis::api
