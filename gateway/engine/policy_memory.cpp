#include "gateway/engine/policy_memory.h"

#include "gateway/base/json.h"
#include "gateway/base/json_writer.h"
#include "gateway/secrets/vault.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace portcullis::engine {

namespace {

constexpr const char* kName = "policy";
constexpr const char* kPrefix = "policy.";
constexpr const char* kLoaded = "policy.load";
constexpr const char* kReleased = "policy.release";
constexpr std::string_view kVersion = "version ";

struct Kept
{
    SeenPolicy seen;
    std::int64_t records = 0; // of the log, that were read
};

// What cannot be read is read from the log anew.
Kept parseKept(std::string_view text)
{
    const auto document = JsonDocument::parse(std::string(text));
    const auto version = document ? document->root()["version"].integer() : std::nullopt;
    const auto records = document ? document->root()["records"].integer() : std::nullopt;
    if (!version || *version < 0 || !records || *records < 0) {
        return {};
    }
    const JsonValue root = document->root();
    return {
        {static_cast<std::uint64_t>(*version), root["hash"].string(), root["released"].boolean()},
        *records};
}

std::string formatKept(const Kept& kept)
{
    JsonWriter text;
    text.beginObject();
    text.member("version", static_cast<std::int64_t>(kept.seen.version));
    text.member("hash", std::string_view(kept.seen.hash));
    text.key("released").boolean(kept.seen.released);
    text.member("records", kept.records);
    text.endObject();
    return text.take();
}

// "version 7 of Security Operations"
Result<std::uint64_t> versionIn(std::string_view subject)
{
    std::uint64_t version = 0;
    if (subject.starts_with(kVersion)) {
        subject.remove_prefix(kVersion.size());
        std::from_chars(subject.data(), subject.data() + subject.size(), version);
    }
    if (version == 0) {
        return fail(ErrorCode::Corrupt, "What the log says of a policy cannot be read.");
    }
    return version;
}

Result<secrets::Vault> openVault(const std::filesystem::path& file, const SecretBytes& sealing)
{
    auto vault = secrets::Vault::open(file, sealing.duplicate());
    if (!vault && vault.error().code == ErrorCode::Corrupt) {
        // The log has all that was in it.
        std::error_code ignored;
        std::filesystem::remove(file, ignored);
        vault = secrets::Vault::open(file, sealing.duplicate());
    }
    return vault;
}

std::unexpected<Error> refused(std::string what)
{
    return fail(ErrorCode::PermissionDenied,
                std::move(what) + " Every call is refused until the administrator has put that "
                                  "right.");
}

std::string nameOf(const api::PolicyFile& file)
{
    return "The policy of this installation (version " + std::to_string(file.version) + " of " +
           file.issuer + ")";
}

} // namespace

PolicyMemory::PolicyMemory(std::filesystem::path file, SecretBytes sealing)
    : m_file(std::move(file))
    , m_sealing(std::move(sealing))
{}

Result<SeenPolicy> PolicyMemory::load(audit::AuditLog& log) const
{
    const auto vault = openVault(m_file, m_sealing);
    if (!vault) {
        return fail(vault.error());
    }
    Kept kept;
    if (const auto text = vault->get(kName)) {
        kept = parseKept(text->revealText());
    }
    // Another log, or one that was cut: its pin says so, and all of it is read.
    if (std::cmp_greater(kept.records, log.recordCount())) {
        kept.records = 0;
    }
    const auto changes = log.changes(kept.records, kPrefix);
    if (!changes) {
        return fail(changes.error());
    }
    for (const audit::RecordedChange& change : *changes) {
        if (change.change != kLoaded && change.change != kReleased) {
            continue;
        }
        const auto version = versionIn(change.subject);
        if (!version) {
            return fail(version.error());
        }
        if (*version >= kept.seen.version) {
            kept.seen = {*version, change.after, change.change == kReleased};
        }
    }
    return std::move(kept.seen);
}

Result<> PolicyMemory::save(const SeenPolicy& seen, std::uint64_t records) const
{
    auto vault = openVault(m_file, m_sealing);
    const Kept kept{seen, static_cast<std::int64_t>(records)};
    return vault ? vault->put(kName, SecretBytes(formatKept(kept))) : fail(vault.error());
}

audit::ConfigurationChanged policyRecord(const LoadedPolicy& policy, const SeenPolicy& before)
{
    const api::PolicyFile& file = policy.lockdown->policy();
    audit::ConfigurationChanged record;
    record.change = file.released ? kReleased : kLoaded;
    record.subject = std::string(kVersion) + std::to_string(file.version) + " of " + file.issuer;
    record.before = before.hash;
    record.after = policy.hash;
    record.by = "policy";
    return record;
}

Result<> judgePolicy(const MaybePolicy& policy, const SeenPolicy& seen, WallTime now)
{
    if (!policy) {
        return seen.version == 0 || seen.released
                   ? Result<>()
                   : refused("This installation is locked down, but its policy (version " +
                             std::to_string(seen.version) +
                             ") is gone: only one that says that it releases everything may be "
                             "removed.");
    }
    const api::PolicyFile& file = policy->lockdown->policy();
    const std::string which = nameOf(file);
    if (file.version < seen.version) {
        return refused(which + " is older than the one that was in force, version " +
                       std::to_string(seen.version) + ".");
    }
    if (file.version == seen.version && policy->hash != seen.hash) {
        return refused(which + " is another one than the one of that version that was in force: "
                               "give it a higher version.");
    }
    return judgeExpiry(*policy->lockdown, now);
}

Result<> judgeExpiry(const policy::Lockdown& lockdown, WallTime now)
{
    const api::PolicyFile& file = lockdown.policy();
    return file.expires && *file.expires <= now
               ? refused(nameOf(file) + " expired on " + formatTime(*file.expires) + ".")
               : Result<>();
}

SeenPolicy seenOf(const LoadedPolicy& policy)
{
    const api::PolicyFile& file = policy.lockdown->policy();
    return {file.version, policy.hash, file.released};
}

} // namespace portcullis::engine
