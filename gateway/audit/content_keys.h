#pragma once

#include "gateway/audit/aes_gcm.h"
#include "gateway/base/result.h"
#include "gateway/base/secret_bytes.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portcullis::audit {

// The keys that the contents of neighbouring records share, by number: in memory, and in a sealed
// file of their own beside the log, which is replaced as a whole. A key that is gone from it is
// gone from every copy of the log, too, as copies of audit.db hold none.
//
// Owner: the log; shared with its readers. Thread: any for find(), the writer's for the rest.
// Errors: those of the file, Corrupt (it does not open with this log's key).
class ContentKeys
{
public:
    // None before load(). `logKey` is the database's.
    ContentKeys(std::filesystem::path file, const SecretBytes& logKey);
    [[nodiscard]] static Result<std::shared_ptr<ContentKeys>> open(std::filesystem::path file,
                                                                   const SecretBytes& logKey);

    // As they stand in the file; without one there are none.
    [[nodiscard]] Result<> load();

    // A new key, in the file before its number is given out. Numbers are random: none is ever used
    // twice, though files may have been lost or put back.
    [[nodiscard]] Result<std::int64_t> make();
    // Nothing when there is no such key (any more).
    [[nodiscard]] std::optional<SecretBytes> find(std::int64_t id) const;
    // How many of these are missing.
    [[nodiscard]] std::size_t missing(const std::vector<std::int64_t>& ids) const;
    // Moves all other keys into a file of their own, named as this one with at least `number` at
    // the end: they are of a log whose database has been replaced by another one and may come back.
    [[nodiscard]] Result<> setAside(const std::vector<std::int64_t>& ids, std::int64_t number);
    // Destroys all other keys, in the files of those that were set aside, too: keys of a log that
    // came back may stand in both. Returns how many of these are missing.
    [[nodiscard]] Result<std::size_t> keepOnly(const std::vector<std::int64_t>& ids);

private:
    using Keys = std::map<std::int64_t, SecretBytes>;

    // What divides m_keys: those of these numbers, and the rest.
    struct Parts
    {
        Keys kept;
        Keys others;
    };

    [[nodiscard]] Parts divide(const std::vector<std::int64_t>& ids) const;
    // None when there is no such file.
    [[nodiscard]] Result<Keys> read(const std::filesystem::path& file);
    [[nodiscard]] Result<Keys> entriesOf(const std::filesystem::path& file, std::string_view bytes);
    [[nodiscard]] Result<> save(const std::filesystem::path& file, const Keys& keys);
    [[nodiscard]] std::vector<std::filesystem::path> filesSetAside() const;
    [[nodiscard]] Result<> drop(const std::filesystem::path& file, const Keys& keys);

    std::filesystem::path m_file;
    SecretBytes m_sealing;
    AesGcm m_cipher;
    mutable std::mutex m_mutex;
    Keys m_keys;
};

} // namespace portcullis::audit
