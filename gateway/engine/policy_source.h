#pragma once

#include "gateway/base/result.h"
#include "gateway/policy/lockdown.h"

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

// The signed policy on disk: where it lies, who may have put it there, and who has signed it.
namespace portcullis::engine {

inline constexpr const char* kPolicyName = "policy.json";
inline constexpr const char* kPolicySignatureName = "policy.json.sig";
inline constexpr const char* kPolicyKeysName = "policy.pub"; // the keys that are trusted, in PEM

// Where the policy lies. The default is the build's, and nothing that a user of the program says
// changes it; tests give another one.
struct PolicyPlace
{
    std::filesystem::path folder;
    // Every folder from this one down to `folder`, and the files, must belong to `owner` and be
    // writable by nobody else; none may be a symbolic link.
    std::filesystem::path top;
    ::uid_t owner = 0;

    PolicyPlace(); // of the build: the whole path, and root
    PolicyPlace(std::filesystem::path policyFolder, std::filesystem::path topFolder, ::uid_t who);
};

// A policy whose signature is good.
struct LoadedPolicy
{
    policy::LockdownPtr lockdown;
    std::string hash; // hex SHA-256 of its text
};

using MaybePolicy = std::optional<LoadedPolicy>;

// Nothing where there is no policy, nor a signature of one, whoever might put one there. Takes
// milliseconds. Any thread. Errors, with a sentence that says what the administrator must do:
// PermissionDenied (unsafe owner or mode, a symbolic link), NotFound (no signature, no trusted key,
// no policy beside its signature), Unauthenticated (no trusted key has signed these bytes),
// InvalidArgument, ResourceExhausted (too large), IoError.
[[nodiscard]] Result<MaybePolicy> readPolicy(const PolicyPlace& place);

// The policy in these bytes. Errors: as above, of the last four.
[[nodiscard]] Result<LoadedPolicy>
openPolicy(std::string_view text, std::string_view signature, std::string_view trustedKeys);

// Tells whether the files are others than they were: their times, sizes and numbers. Empty where
// there are none. Asks the disk.
[[nodiscard]] std::string stampOf(const PolicyPlace& place);

} // namespace portcullis::engine
