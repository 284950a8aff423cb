#pragma once

#include "gateway/api/budget.h"
#include "gateway/api/server_config.h"
#include "gateway/base/clock.h"
#include "gateway/base/result.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The policy of a locked-down installation, as an administrator writes and signs it. The schema for
// people and editors is resources/policy.schema.json; the signature, which stands in a file of its
// own, is decision 0031's matter.
namespace portcullis::api {

inline constexpr std::size_t kMaxPolicyBytes = std::size_t{1024} * 1024;
// The value of the member "portcullis". It is signed along: a key that signs other things, too,
// signs nothing else that is a policy.
inline constexpr const char* kPolicyFormat = "policy/1";

// A place of the configuration that has one value. Places are those of LockedPlace.
struct FixedPlace
{
    std::string place;
    std::string value; // compact JSON; null for a member that must not be there
    bool operator==(const FixedPlace&) const = default;
};

struct BoundedPlace
{
    std::string place;
    std::int64_t bound = 0;
    bool operator==(const BoundedPlace&) const = default;
};

// One kind of server that may be enabled.
struct AllowedServer
{
    // The server with this id, reached exactly so: transport, command, folder, environment,
    // address, headers, certificates and proxy. Absent when a host is given.
    std::optional<ServerConfig> server;
    std::string host; // or any other server over https at this host, in the form of hostOfUrl()
    bool operator==(const AllowedServer&) const = default;
};

struct PolicyFile
{
    std::uint64_t version = 0; // from 1 on; a later policy has a higher one
    WallTime issued{};
    std::string issuer; // for people: "Security Operations"
    std::optional<WallTime> expires;
    bool released = false; // ends the lock-down: nothing is locked, and the file may be removed
    std::vector<FixedPlace> fixed;
    // 0 stands for no limit there: never within atMost, always within atLeast.
    std::vector<BoundedPlace> atMost;
    std::vector<BoundedPlace> atLeast;
    std::optional<std::vector<AllowedServer>> servers; // absent: any
    std::vector<AllowRule> rules;                      // about servers with an id in `servers`
    std::vector<Budget> budgets;
    bool operator==(const PolicyFile&) const = default;
};

// Reads the text of a policy; who signed it is not asked. Errors: InvalidArgument with the place in
// the file; ResourceExhausted (too large). Unknown members are refused: a misspelt lock must not
// silently be none.
[[nodiscard]] Result<PolicyFile> parsePolicy(std::string_view text);

} // namespace portcullis::api
