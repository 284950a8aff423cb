#include "gateway/policy/key_binding.h"

#include <algorithm>

namespace portcullis::policy {

api::Reason bindingOf(const api::KeyConfig& key, const Approach& approach)
{
    const bool mayComeSo =
        key.transports.empty() ||
        std::ranges::find(key.transports, approach.transport) != key.transports.end();
    if (!mayComeSo) {
        return api::Reason::KeyNotForTransport;
    }
    if (key.programs.empty()) {
        return api::Reason::Allowed;
    }
    if (!approach.program) {
        return api::Reason::ProgramUnknown;
    }
    const bool isOne =
        std::ranges::find(key.programs, *approach.program, &api::BoundProgram::hash) !=
        key.programs.end();
    return isOne ? api::Reason::Allowed : api::Reason::KeyNotForProgram;
}

Result<api::RotateKey>
rotationOf(const api::KeyConfig* key, const api::KeyRotation& asked, Digest hash, WallTime now)
{
    if (asked.overlap < std::chrono::seconds::zero() || asked.overlap > api::kMaxOverlap) {
        return fail(ErrorCode::InvalidArgument,
                    "The old secret may go on for at most 90 days, or not at all (0).");
    }
    api::RotateKey rotation;
    rotation.id = asked.key;
    rotation.hash = hash;
    rotation.asOf = now;
    rotation.replaceOld = asked.replaceOld;
    if (asked.overlap > std::chrono::seconds::zero()) {
        const WallTime until = now + asked.overlap;
        rotation.until = key != nullptr && key->expires ? std::min(until, *key->expires) : until;
    }
    return rotation;
}

} // namespace portcullis::policy
