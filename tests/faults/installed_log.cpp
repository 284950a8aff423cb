#include "tests/faults/installed_log.h"

#include "gateway/base/encoding.h"
#include "gateway/engine/data_folder.h"
#include "gateway/engine/gateway.h"
#include "gateway/engine/log_opening.h"
#include "gateway/secrets/vault.h"

#include <sys/mman.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <fstream>
#include <system_error>
#include <unistd.h>

namespace portcullis::faults {

namespace {

using KeysPtr = std::shared_ptr<const audit::LogKeys>;

Result<audit::SigningKey> storedKey(const secrets::Vault& vault, const char* name)
{
    auto bytes = vault.get(name);
    return bytes ? audit::SigningKey::load(*bytes)
                 : Result<audit::SigningKey>(fail(std::move(bytes.error())));
}

Result<KeysPtr> storedKeys(const std::filesystem::path& file, const SecretBytes& sealing)
{
    const auto vault = secrets::Vault::open(file, sealing.duplicate());
    if (!vault) {
        return fail(vault.error());
    }
    auto ed25519 = storedKey(*vault, "ed25519");
    auto p256 = storedKey(*vault, "p256");
    if (!ed25519 || !p256) {
        return fail(ed25519 ? p256.error() : ed25519.error());
    }
    return std::make_shared<const audit::LogKeys>(
        audit::LogKeys{std::move(*ed25519), std::move(*p256)});
}

} // namespace

LogAccess
installedLog(const std::filesystem::path& folder, const SecretBytes& master, const Clock& clock)
{
    const auto shared = std::make_shared<const SecretBytes>(master.duplicate());
    LogAccess log;
    log.database = folder / "audit.db";
    log.key = deriveKey(master, engine::kAuditKeyPurpose);
    log.keys = [folder, shared] {
        return storedKeys(folder / engine::kLogKeysFile,
                          deriveKey(*shared, engine::kLogKeysPurpose));
    };
    log.open = [folder, shared, &clock] {
        return engine::openLog(folder, *shared, api::Durability::Strict, clock);
    };
    return log;
}

ReceiptFile::ReceiptFile(const std::filesystem::path& existing)
{
    const int descriptor = ::open(existing.c_str(), O_RDWR | O_CLOEXEC);
    struct stat info = {};
    if (descriptor < 0 || ::fstat(descriptor, &info) != 0) {
        throw std::system_error(errno, std::generic_category(), existing.string());
    }
    m_size = static_cast<std::size_t>(info.st_size);
    void* const memory = ::mmap(nullptr, m_size, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
    ::close(descriptor);
    if (memory == MAP_FAILED) {
        throw std::system_error(errno, std::generic_category(), existing.string());
    }
    m_begin = static_cast<char*>(memory);
}

ReceiptFile::~ReceiptFile()
{
    ::munmap(m_begin, m_size);
}

void ReceiptFile::add(const audit::Receipt& receipt)
{
    const std::string line = std::to_string(receipt.n) + " " + toHex(receipt.leaf) + "\n";
    if (m_used + line.size() <= m_size) {
        std::ranges::copy(line, m_begin + m_used);
        m_used += line.size();
    }
}

bool readReceipts(const std::filesystem::path& file, Oracle& oracle)
{
    std::ifstream in(file);
    std::string n;
    std::string hex;
    while (in >> n >> hex && n[0] != '\0') {
        const auto leaf = fromHex(hex);
        Digest digest{};
        if (!leaf || leaf->size() != digest.size()) {
            return false;
        }
        std::ranges::copy(*leaf, digest.begin());
        oracle.keep(std::stoll(n), digest);
    }
    return true;
}

} // namespace portcullis::faults
