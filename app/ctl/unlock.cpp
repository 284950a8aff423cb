#include "app/ctl/unlock.h"

#include "app/common/installation.h"
#include "app/ctl/folder_lock.h"
#include "app/ctl/keychain_access.h"
#include "app/ctl/output.h"
#include "app/ctl/terminal.h"
#include "gateway/engine/data_folder.h"
#include "gateway/engine/gateway.h"
#include "gateway/secrets/key_slots.h"

#include <sys/stat.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace portcullis::ctl {

namespace {

constexpr std::size_t kMaxSecret = std::size_t{64} * 1024;
constexpr std::string_view kFile = "passphrase-file:";
constexpr std::string_view kFd = "passphrase-fd:";

std::unexpected<Error> noWayGiven()
{
    return fail(ErrorCode::Locked,
                "Portcullis' data is locked: say how to open it with --unlock "
                "passphrase-file:PATH, --unlock passphrase-fd:N or --unlock keychain.");
}

Result<SecretBytes>
makeSlots(secrets::KeySlots& slots, const std::filesystem::path& folder, const UnlockWay& way)
{
    if (installation::holdsData(folder)) {
        return fail(installation::slotsMissing(folder));
    }
    if (way.kind == UnlockKind::Keychain) {
        auto master = slots.createForKeychain();
        if (!master) {
            return master;
        }
        auto kept = storeInKeychain(*slots.keychainEntry(), master->duplicate());
        kept = kept ? slots.save() : std::move(kept);
        return kept ? std::move(master) : fail(std::move(kept.error()));
    }
    auto passphrase = readPassphrase(way, true);
    if (!passphrase) {
        return passphrase;
    }
    auto master = slots.createWithPassphrase(*passphrase);
    if (!master) {
        return master;
    }
    auto saved = slots.save();
    return saved ? std::move(master) : fail(std::move(saved.error()));
}

Result<SecretBytes> fromKeychain(const secrets::KeySlots& slots)
{
    const auto entry = slots.keychainEntry();
    if (!entry) {
        return fail(ErrorCode::Locked,
                    "This installation has no key in the keychain: use --unlock "
                    "passphrase-file:PATH.");
    }
    auto master = loadFromKeychain(*entry);
    if (!master) {
        return master;
    }
    auto right = slots.verify(*master);
    return right ? std::move(master) : fail(std::move(right.error()));
}

bool takesKeychain(const secrets::KeySlots& slots, const UnlockWay& way)
{
    return way.kind == UnlockKind::Keychain ||
           (way.kind == UnlockKind::Default && slots.keychainEntry());
}

Result<SecretBytes> openSlots(const secrets::KeySlots& slots, const UnlockWay& way)
{
    if (takesKeychain(slots, way)) {
        return fromKeychain(slots);
    }
    auto passphrase = readPassphrase(way);
    if (!passphrase) {
        return passphrase;
    }
    return slots.openWithPassphrase(*passphrase);
}

// Of two first starts at once one makes the slots and the other opens them.
Result<SecretBytes> firstStart(const std::filesystem::path& folder, const UnlockWay& way)
{
    if (auto prepared = engine::prepareDataFolder(folder); !prepared) {
        return fail(std::move(prepared.error()));
    }
    const auto lock = FolderLock::take(folder);
    if (!lock) {
        return fail(lock.error());
    }
    auto slots = secrets::KeySlots::load(folder / engine::kKeySlotsFile);
    if (!slots) {
        return fail(std::move(slots.error()));
    }
    return slots->empty() ? makeSlots(*slots, folder, way) : openSlots(*slots, way);
}

} // namespace

Result<UnlockWay> parseUnlockWay(std::string_view text)
{
    UnlockWay way;
    if (text.empty()) {
        return way;
    }
    if (text == "keychain") {
        way.kind = UnlockKind::Keychain;
        return way;
    }
    if (text.starts_with(kFile) && text.size() > kFile.size()) {
        way.kind = UnlockKind::PassphraseFile;
        way.path = text.substr(kFile.size());
        return way;
    }
    if (text.starts_with(kFd)) {
        const std::string_view number = text.substr(kFd.size());
        const auto [end, error] =
            std::from_chars(number.data(), number.data() + number.size(), way.descriptor);
        if (error == std::errc() && end == number.data() + number.size() && way.descriptor >= 0) {
            way.kind = UnlockKind::PassphraseFd;
            return way;
        }
    }
    return fail(ErrorCode::InvalidArgument,
                "must be keychain, passphrase-file:PATH or passphrase-fd:N");
}

Result<SecretBytes> openMaster(const std::filesystem::path& dataFolder, const UnlockWay& way)
{
    auto slots = secrets::KeySlots::load(dataFolder / engine::kKeySlotsFile);
    if (!slots) {
        return fail(std::move(slots.error()));
    }
    if (slots->empty()) {
        return firstStart(dataFolder, way);
    }
    return openSlots(*slots, way);
}

const char* unlockedWith(const std::filesystem::path& dataFolder, const UnlockWay& way)
{
    const auto slots = secrets::KeySlots::load(dataFolder / engine::kKeySlotsFile);
    return slots && takesKeychain(*slots, way) ? engine::kKeychain : engine::kPassphrase;
}

Result<SecretBytes> readPassphrase(const UnlockWay& way, bool twice)
{
    switch (way.kind) {
    case UnlockKind::PassphraseFile:
        return readSecretFile(way.path);
    case UnlockKind::PassphraseFd:
        return readSecretFrom(way.descriptor);
    default:
        break;
    }
    if (!hasTerminal()) {
        return noWayGiven();
    }
    auto typed = askSecret(twice ? "New passphrase: " : "Passphrase: ");
    if (!typed || !twice) {
        return typed;
    }
    const auto again = askSecret("The same again: ");
    if (!again) {
        return fail(again.error());
    }
    if (!typed->equals(*again)) {
        return fail(ErrorCode::InvalidArgument, "The two passphrases differ: start again.");
    }
    return typed;
}

Result<SecretBytes> readSecretFile(const std::filesystem::path& path)
{
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        return fail(errno == ENOENT ? ErrorCode::NotFound : ErrorCode::PermissionDenied,
                    "The file " + path.string() + " cannot be read.",
                    std::strerror(errno));
    }
    struct stat info = {};
    if (::fstat(descriptor, &info) == 0 && S_ISREG(info.st_mode) &&
        (info.st_mode & (S_IRGRP | S_IROTH)) != 0) {
        warn("Other users may read " + path.string() + ": take that right away with chmod 600.");
    }
    auto secret = readSecretFrom(descriptor);
    ::close(descriptor);
    return secret;
}

Result<SecretBytes> readSecretFrom(int descriptor)
{
    SecretBytes buffer(kMaxSecret);
    std::size_t size = 0;
    while (size < kMaxSecret) {
        const auto rest = buffer.writable().subspan(size);
        const ssize_t got = ::read(descriptor, rest.data(), rest.size());
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return fail(ErrorCode::IoError, "The secret cannot be read.", std::strerror(errno));
        }
        if (got == 0) {
            break;
        }
        size += static_cast<std::size_t>(got);
    }
    const auto bytes = buffer.bytes();
    if (size > 0 && bytes[size - 1] == '\n') {
        --size;
        size -= size > 0 && bytes[size - 1] == '\r' ? 1 : 0;
    }
    if (size == 0) {
        return fail(ErrorCode::InvalidArgument, "The secret is empty: nothing was given.");
    }
    return SecretBytes(bytes.first(size));
}

} // namespace portcullis::ctl
