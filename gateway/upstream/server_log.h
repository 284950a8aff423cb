#pragma once

#include "gateway/base/clock.h"
#include "gateway/base/secret_bytes.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace portcullis::upstream {

// What one server writes to its standard error, and what the gateway notes about it: the end of it
// in memory, and a file that is set aside at 1 MiB and keeps one predecessor. In both, control
// characters are written out, what is not UTF-8 is U+FFFD and known secrets are masked (C-57,
// F-82).
//
// Owner: one Server. Thread: gateway. Failure: a file that cannot be written is given up silently;
// the memory remains. A server that floods costs memory of `bytes` and at most kFileBytesPerSecond
// of disk.
class ServerLog
{
public:
    static constexpr std::size_t kFileBytes = 1024 * 1024;
    static constexpr std::size_t kFileBytesPerSecond = 256 * 1024;

    // `file` may be empty for none.
    ServerLog(const Clock& clock, std::filesystem::path file, std::size_t bytes);
    ~ServerLog();

    ServerLog(const ServerLog&) = delete;
    ServerLog& operator=(const ServerLog&) = delete;

    // These never appear in clear from now on. Short ones are left: masking them would eat the
    // text.
    void mask(SecretBytes secret);

    void forgetSecrets() { m_secrets.clear(); }

    // One line of the server.
    void line(std::string_view text);
    // One remark of the gateway; at most kNotesPerMinute a minute are kept.
    void note(std::string_view text);

    [[nodiscard]] std::string tail() const;

    // Nothing more is kept, and the clock is not asked any more.
    void retire() { m_retired = true; }

private:
    static constexpr std::uint32_t kNotesPerMinute = 20;
    static constexpr std::size_t kShortestMasked = 6;

    [[nodiscard]] std::string clean(std::string_view text) const;
    void append(const std::string& text);
    void writeFile(std::string_view text);
    void openFile();
    void rotate();

    const Clock& m_clock;
    std::filesystem::path m_path;
    std::size_t m_bytes;
    std::string m_tail; // up to twice m_bytes, cut in one go
    std::vector<SecretBytes> m_secrets;
    bool m_retired = false;
    int m_file = -1;
    std::size_t m_fileSize = 0;
    MonotonicTime m_second{};
    std::size_t m_secondBytes = 0;
    MonotonicTime m_minute{};
    std::uint32_t m_minuteNotes = 0;
};

} // namespace portcullis::upstream
