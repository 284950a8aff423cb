#include "gateway/audit/content_keys.h"

#include "gateway/base/atomic_file.h"
#include "gateway/base/crypto.h"

#include <algorithm>
#include <array>
#include <set>
#include <span>
#include <string>
#include <system_error>
#include <utility>

namespace portcullis::audit {

namespace {

// The file: an iv, and under it the entries one after another, each a number (8 bytes, the highest
// first) and its key.
constexpr std::string_view kBound = "portcullis/1/content-keys";
constexpr std::size_t kNumberBytes = 8;
constexpr std::size_t kEntryBytes = kNumberBytes + AesGcm::kKeyBytes;
constexpr std::size_t kMostBytes = std::size_t{256} * 1024 * 1024;
constexpr std::size_t kAsideDigits = 10;
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

// What the name of a file ends with whose keys were set aside: never six letters, as the rest of a
// replacement does that was cut short.
std::string asideEnding(std::int64_t number)
{
    const std::string digits = std::to_string(number);
    return "." + std::string(kAsideDigits - std::min(kAsideDigits, digits.size()), '0') + digits;
}

bool isAsideEnding(std::string_view ending)
{
    const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
    return ending.size() > kAsideDigits && ending.front() == '.' &&
           std::ranges::all_of(ending.substr(1), isDigit);
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
    auto keys = read(m_file);
    if (!keys) {
        return fail(std::move(keys.error()));
    }
    const std::scoped_lock lock(m_mutex);
    m_keys = std::move(*keys);
    return {};
}

Result<ContentKeys::Keys> ContentKeys::read(const std::filesystem::path& file)
{
    const auto bytes = readWholeFile(file, kMostBytes);
    if (!bytes) {
        return bytes.error().code == ErrorCode::NotFound ? Result<Keys>(Keys())
                                                         : fail(bytes.error());
    }
    return entriesOf(file, *bytes);
}

Result<ContentKeys::Keys> ContentKeys::entriesOf(const std::filesystem::path& file,
                                                 std::string_view bytes)
{
    Iv iv{};
    if (bytes.size() < iv.size()) {
        return damaged(file);
    }
    std::copy_n(bytes.begin(), iv.size(), iv.begin());
    const auto plain = m_cipher.open(m_sealing.bytes(), iv, kBound, bytes.substr(iv.size()));
    if (!plain || plain->size() % kEntryBytes != 0) {
        return damaged(file);
    }
    Keys keys;
    for (std::size_t at = 0; at < plain->size(); at += kEntryBytes) {
        const auto entry = plain->bytes().subspan(at, kEntryBytes);
        keys.insert_or_assign(numberIn(entry), SecretBytes(entry.subspan(kNumberBytes)));
    }
    return keys;
}

Result<> ContentKeys::save(const std::filesystem::path& file, const Keys& keys)
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
    return writeFileAtomically(file, std::string(iv.begin(), iv.end()) + sealed);
}

Result<std::int64_t> ContentKeys::make()
{
    const std::scoped_lock lock(m_mutex);
    std::int64_t id = randomNumber();
    while (m_keys.contains(id)) {
        id = randomNumber();
    }
    m_keys.emplace(id, randomSecret(AesGcm::kKeyBytes));
    if (auto saved = save(m_file, m_keys); !saved) {
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

std::size_t ContentKeys::missing(const std::vector<std::int64_t>& ids) const
{
    const std::scoped_lock lock(m_mutex);
    return static_cast<std::size_t>(
        std::ranges::count_if(ids, [this](std::int64_t id) { return !m_keys.contains(id); }));
}

ContentKeys::Parts ContentKeys::divide(const std::vector<std::int64_t>& ids) const
{
    const std::set<std::int64_t> wanted(ids.begin(), ids.end());
    Parts parts;
    for (const auto& [id, key] : m_keys) {
        (wanted.contains(id) ? parts.kept : parts.others).emplace(id, key.duplicate());
    }
    return parts;
}

Result<> ContentKeys::setAside(const std::vector<std::int64_t>& ids, std::int64_t number)
{
    const std::scoped_lock lock(m_mutex);
    Parts parts = divide(ids);
    if (parts.others.empty()) {
        return {};
    }
    std::filesystem::path aside;
    std::error_code ignored;
    do {
        aside = m_file.string() + asideEnding(number++);
    } while (std::filesystem::exists(aside, ignored));
    auto saved = save(aside, parts.others);
    if (saved) {
        saved = save(m_file, parts.kept);
    }
    if (saved) {
        m_keys = std::move(parts.kept);
    }
    return saved;
}

std::vector<std::filesystem::path> ContentKeys::filesSetAside() const
{
    const std::string begin = m_file.filename().string();
    std::vector<std::filesystem::path> files;
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(m_file.parent_path(), ignored)) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with(begin) && isAsideEnding(std::string_view(name).substr(begin.size()))) {
            files.push_back(entry.path());
        }
    }
    return files;
}

Result<> ContentKeys::drop(const std::filesystem::path& file, const Keys& keys)
{
    auto there = read(file);
    if (!there) {
        return fail(std::move(there.error()));
    }
    const std::size_t dropped =
        std::erase_if(*there, [&keys](const auto& entry) { return keys.contains(entry.first); });
    return dropped == 0 ? Result<>() : save(file, *there);
}

// From the file last: until then the next attempt knows what is to go.
Result<std::size_t> ContentKeys::keepOnly(const std::vector<std::int64_t>& ids)
{
    const std::scoped_lock lock(m_mutex);
    Parts parts = divide(ids);
    const std::size_t missing = ids.size() - parts.kept.size();
    if (parts.others.empty()) {
        return missing;
    }
    for (const std::filesystem::path& file : filesSetAside()) {
        if (auto dropped = drop(file, parts.others); !dropped) {
            return fail(std::move(dropped.error()));
        }
    }
    if (auto saved = save(m_file, parts.kept); !saved) {
        return fail(std::move(saved.error()));
    }
    m_keys = std::move(parts.kept);
    return missing;
}

} // namespace portcullis::audit
