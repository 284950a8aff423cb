#include "gateway/api/key_change.h"

#include "gateway/api/names.h"

#include <algorithm>

namespace portcullis::api {

namespace {

constexpr Name<KeyTransport> kKeyTransports[] = {
    {KeyTransport::Http, "http"},
    {KeyTransport::Sse, "sse"},
    {KeyTransport::Stdio, "stdio"},
};

[[nodiscard]] std::string nameOf(const KeyConfig& key)
{
    return "Key \"" + (key.label.empty() ? key.id.str() : key.label) + "\"";
}

} // namespace

const char* keyTransportName(KeyTransport transport)
{
    return nameIn(kKeyTransports, transport);
}

std::optional<KeyTransport> keyTransportFromName(std::string_view name)
{
    return valueIn(kKeyTransports, name);
}

UpdateKey updateOf(const KeyConfig& key)
{
    UpdateKey change;
    change.id = key.id;
    change.label = key.label;
    change.owner = key.owner;
    change.expires = key.expires;
    change.disabled = key.disabled;
    change.content = key.content;
    change.lenientAccept = key.lenientAccept;
    change.team = key.team;
    change.caseId = key.caseId;
    change.rate = key.rate;
    change.concurrency = key.concurrency;
    change.transports = key.transports;
    change.programs = key.programs;
    return change;
}

void change(KeyConfig& key, const UpdateKey& update)
{
    key.label = update.label;
    key.owner = update.owner;
    key.expires = update.expires;
    key.disabled = update.disabled;
    key.content = update.content;
    key.lenientAccept = update.lenientAccept;
    key.team = update.team;
    key.caseId = update.caseId;
    key.rate = update.rate;
    key.concurrency = update.concurrency;
    key.transports = update.transports;
    key.programs = update.programs;
    clampRetiring(key);
}

Result<> change(KeyConfig& key, const RotateKey& rotation)
{
    const bool stillWorks = key.retiring && key.retiring->until > rotation.asOf;
    if (stillWorks && !rotation.replaceOld) {
        return fail(ErrorCode::AlreadyExists,
                    nameOf(key) + ": the secret before the present one still works until " +
                        formatTime(key.retiring->until) +
                        ". A new secret ends it at once; say that this is meant.");
    }
    if (rotation.until && *rotation.until > rotation.asOf + kMaxOverlap) {
        return fail(ErrorCode::InvalidArgument,
                    nameOf(key) + ": the old secret may go on for at most 90 days.");
    }
    key.retiring.reset();
    if (rotation.until && *rotation.until > rotation.asOf) {
        key.retiring = RetiringSecret{key.hash, *rotation.until};
    }
    key.hash = rotation.hash;
    clampRetiring(key);
    return {};
}

Result<> change(KeyConfig& key, const EndOldSecret&)
{
    if (!key.retiring) {
        return fail(ErrorCode::NotFound, nameOf(key) + " has no older secret.");
    }
    key.retiring.reset();
    return {};
}

void clampRetiring(KeyConfig& key)
{
    if (key.retiring && key.expires) {
        key.retiring->until = std::min(key.retiring->until, *key.expires);
    }
}

} // namespace portcullis::api
