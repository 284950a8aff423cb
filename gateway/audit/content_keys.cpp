#include "gateway/audit/content_keys.h"

#include "gateway/base/atomic_file.h"
#include "gateway/base/crypto.h"

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <utility>

namespace portcullis::audit {

namespace {

// The file: an iv, and under it the entries one after another, each a number (8 bytes, the highest
// first) and its key.
constexpr std::string_view kBound = "portcullis/1/content-keys";
constexpr std::size_t kNumberBytes = 8;
constexpr std::size_t kEntryBytes = kNumberBytes + AesGcm::kKeyBytes;
constexpr std::size_t kMostBytes = std::size_t{256} * 1024 * 1024;
using Iv = std::array<std::uint8_t, AesGcm::kIvBytes>;

std::unexpected<Error> damaged(const std::filesystem::path& file)
{
    return fail(ErrorCode::Corrupt,
                "The keys to the contents of the audit log are damaged or belong to another log: " +
                    file.string() +
                    ". Restore it from a backup; without one, move it away: then arguments and "
                    "results can no longer be shown, but no record is lost.");
}

void put(std::span<std::uint8_t> entry, std::int64_t id, const SecretBytes& key)
{
    auto number = static_cast<std::uint64_t>(id);
    for (std::size_t i = kNumberBytes; i-- > 0; number >>= 8U) {
        entry[i] = static_cast<std::uint8_t>(number);
    }
    std::ranges::copy(key.bytes(), entry.subspan(kNumberBytes).begin());
}

std::int64_t randomNumber()
{
    std::array<std::uint8_t, kNumberBytes> bytes{};
    fillRandom(bytes);
    bytes[0] &= 0x7FU;
    std::uint64_t number = 0;
    for (const std::uint8_t byte : bytes) {
        number = number << 8U | byte;
    }
    return static_cast<std::int64_t>(number);
}

std::int64_t numberIn(std::span<const std::uint8_t> entry)
{
    std::uint64_t number = 0;
    for (const std::uint8_t byte : entry.first(kNumberBytes)) {
        number = number << 8U | byte;
    }
    return static_cast<std::int64_t>(number);
}

} // namespace

ContentKeys::ContentKeys(std::filesystem::path file, const SecretBytes& logKey)
    : m_file(std::move(file))
    , m_sealing(deriveKey(logKey, kBound))
{}

Result<std::shared_ptr<ContentKeys>> ContentKeys::open(std::filesystem::path file,
                                                       const SecretBytes& logKey)
{
    auto keys = std::make_shared<ContentKeys>(std::move(file), logKey);
    auto loaded = keys->load();
    return loaded ? Result<std::shared_ptr<ContentKeys>>(std::move(keys))
                  : fail(std::move(loaded.error()));
}

Result<> ContentKeys::load()
{
    const auto bytes = readWholeFile(m_file, kMostBytes);
    if (!bytes && bytes.error().code != ErrorCode::NotFound) {
        return fail(bytes.error());
    }
    Keys keys;
    if (bytes) {
        auto read = entriesOf(*bytes);
        if (!read) {
            return fail(std::move(read.error()));
        }
        keys = std::move(*read);
    }
    const std::scoped_lock lock(m_mutex);
    m_keys = std::move(keys);
    return {};
}

Result<ContentKeys::Keys> ContentKeys::entriesOf(std::string_view bytes)
{
    Iv iv{};
    if (bytes.size() < iv.size()) {
        return damaged(m_file);
    }
    std::copy_n(bytes.begin(), iv.size(), iv.begin());
    const auto plain = m_cipher.open(m_sealing.bytes(), iv, kBound, bytes.substr(iv.size()));
    if (!plain || plain->size() % kEntryBytes != 0) {
        return damaged(m_file);
    }
    Keys keys;
    for (std::size_t at = 0; at < plain->size(); at += kEntryBytes) {
        const auto entry = plain->bytes().subspan(at, kEntryBytes);
        keys.insert_or_assign(numberIn(entry), SecretBytes(entry.subspan(kNumberBytes)));
    }
    return keys;
}

Result<> ContentKeys::save(const Keys& keys)
{
    SecretBytes plain(keys.size() * kEntryBytes);
    std::size_t at = 0;
    for (const auto& [id, key] : keys) {
        put(plain.writable().subspan(at, kEntryBytes), id, key);
        at += kEntryBytes;
    }
    Iv iv{};
    fillRandom(iv);
    std::string sealed;
    if (auto done = m_cipher.seal(m_sealing.bytes(), iv, kBound, plain.revealText(), sealed);
        !done) {
        return done;
    }
    return writeFileAtomically(m_file, std::string(iv.begin(), iv.end()) + sealed);
}

Result<std::int64_t> ContentKeys::make()
{
    const std::scoped_lock lock(m_mutex);
    std::int64_t id = randomNumber();
    while (m_keys.contains(id)) {
        id = randomNumber();
    }
    m_keys.emplace(id, randomSecret(AesGcm::kKeyBytes));
    if (auto saved = save(m_keys); !saved) {
        m_keys.erase(id);
        return fail(std::move(saved.error()));
    }
    return id;
}

std::optional<SecretBytes> ContentKeys::find(std::int64_t id) const
{
    const std::scoped_lock lock(m_mutex);
    const auto found = m_keys.find(id);
    return found == m_keys.end() ? std::nullopt : std::optional(found->second.duplicate());
}

bool ContentKeys::empty() const
{
    const std::scoped_lock lock(m_mutex);
    return m_keys.empty();
}

std::size_t ContentKeys::missing(const std::vector<std::int64_t>& ids) const
{
    const std::scoped_lock lock(m_mutex);
    return static_cast<std::size_t>(
        std::ranges::count_if(ids, [this](std::int64_t id) { return !m_keys.contains(id); }));
}

Result<> ContentKeys::keepCopy(const std::string& suffix) const
{
    const auto bytes = readWholeFile(m_file, kMostBytes);
    return bytes ? writeFileAtomically(m_file.string() + suffix, *bytes) : fail(bytes.error());
}

Result<std::size_t> ContentKeys::keepOnly(const std::vector<std::int64_t>& ids)
{
    const std::scoped_lock lock(m_mutex);
    Keys kept;
    for (const std::int64_t id : ids) {
        if (const auto found = m_keys.find(id); found != m_keys.end()) {
            kept.emplace(id, found->second.duplicate());
        }
    }
    const std::size_t missing = ids.size() - kept.size();
    if (kept.size() == m_keys.size()) {
        return missing;
    }
    if (auto saved = save(kept); !saved) {
        return fail(std::move(saved.error()));
    }
    m_keys = std::move(kept);
    return missing;
}

} // namespace portcullis::audit
