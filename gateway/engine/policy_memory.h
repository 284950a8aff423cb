#pragma once

#include "gateway/audit/audit_log.h"
#include "gateway/base/secret_bytes.h"
#include "gateway/engine/policy_source.h"

#include <cstdint>
#include <filesystem>
#include <string>

namespace portcullis::engine {

// The newest policy that an installation has been under. Without one, the version is 0.
struct SeenPolicy
{
    std::uint64_t version = 0;
    std::string hash; // as LoadedPolicy has it
    bool released = false;
    bool operator==(const SeenPolicy&) const = default;
};

// What an installation remembers of its policies, so that an older one, or none any more, is
// noticed: the log's records of them, which are the proof and go back with the log alone, whose pin
// notices that; and how far they were read and what was found, sealed in a file beside the log, so
// that a start reads only what was recorded since. A missing or damaged file costs the time to read
// the whole log; an older copy of it reads what came after it again.
//
// Owner: the gateway, or the command line when none runs. Thread: one that may block, one call at a
// time. Errors: those of the log and of the file.
class PolicyMemory
{
public:
    PolicyMemory(std::filesystem::path file, SecretBytes sealing);

    [[nodiscard]] Result<SeenPolicy> load(audit::AuditLog& log) const;
    // After its record is in the log. What cannot be saved is read from the log again.
    [[nodiscard]] Result<> save(const SeenPolicy& seen, std::uint64_t records) const;

private:
    std::filesystem::path m_file;
    SecretBytes m_sealing;
};

// The record of a policy that comes into force.
[[nodiscard]] audit::ConfigurationChanged policyRecord(const LoadedPolicy& policy,
                                                       const SeenPolicy& before);

// May the policy that lies there be in force, after the one that was? Errors: PermissionDenied:
// older, changed without a new version, gone, expired.
[[nodiscard]] Result<> judgePolicy(const MaybePolicy& policy, const SeenPolicy& seen, WallTime now);

// The same for its time alone.
[[nodiscard]] Result<> judgeExpiry(const policy::Lockdown& lockdown, WallTime now);

[[nodiscard]] SeenPolicy seenOf(const LoadedPolicy& policy);

} // namespace portcullis::engine
