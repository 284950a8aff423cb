#include "gateway/api/lockdown.h"

#include "gateway/api/names.h"

namespace portcullis::api {

namespace {

constexpr Name<LockKind> kKinds[] = {
    {LockKind::Fixed, "fixed"},
    {LockKind::AtMost, "at-most"},
    {LockKind::AtLeast, "at-least"},
    {LockKind::Budget, "budget"},
    {LockKind::Rules, "rules"},
    {LockKind::Servers, "servers"},
};

// Takes the first token of a pointer off.
[[nodiscard]] std::string_view takeToken(std::string_view& pointer)
{
    pointer.remove_prefix(pointer.empty() ? 0 : 1);
    const std::string_view token = pointer.substr(0, pointer.find('/'));
    pointer.remove_prefix(token.size());
    return token;
}

// Is `place` what `lock` names, or a part of it?
[[nodiscard]] bool covers(std::string_view lock, std::string_view place, bool withParts)
{
    while (!lock.empty() && !place.empty()) {
        const std::string_view expected = takeToken(lock);
        if (const std::string_view token = takeToken(place); expected != "*" && expected != token) {
            return false;
        }
    }
    return lock.empty() && (withParts || place.empty());
}

} // namespace

const char* lockKindName(LockKind kind)
{
    return nameIn(kKinds, kind);
}

std::optional<LockKind> lockKindFromName(std::string_view name)
{
    return valueIn(kKinds, name);
}

const LockedPlace* lockOf(const LockdownStatus& lockdown, std::string_view place, LockKind kind)
{
    for (const LockedPlace& locked : lockdown.places) {
        if (locked.kind == kind && !locked.place.empty() &&
            covers(locked.place, place, kind == LockKind::Fixed)) {
            return &locked;
        }
    }
    return nullptr;
}

} // namespace portcullis::api
