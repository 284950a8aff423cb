#include "gateway/upstream/server_log.h"

#include "gateway/protocol/text.h"

#include <sys/stat.h>

#include <algorithm>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace portcullis::upstream {

namespace {

// Is this byte of UTF-8 inside a character and not at its beginning?
bool isContinuation(char byte)
{
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

} // namespace

ServerLog::ServerLog(const Clock& clock, std::filesystem::path file, std::size_t bytes)
    : m_clock(clock)
    , m_path(std::move(file))
    , m_bytes(bytes)
{}

ServerLog::~ServerLog()
{
    if (m_file >= 0) {
        ::close(m_file);
    }
}

void ServerLog::mask(SecretBytes secret)
{
    if (secret.size() >= kShortestMasked) {
        m_secrets.push_back(std::move(secret));
    }
}

void ServerLog::line(std::string_view text)
{
    if (!m_retired) {
        append(clean(text) + '\n');
    }
}

void ServerLog::note(std::string_view text)
{
    if (m_retired) {
        return;
    }
    const MonotonicTime now = m_clock.monotonicNow();
    if (now - m_minute >= std::chrono::minutes(1)) {
        m_minute = now;
        m_minuteNotes = 0;
    }
    if (m_minuteNotes++ < kNotesPerMinute) {
        append(formatTime(m_clock.wallNow()) + " portcullis: " + clean(text) + '\n');
    }
}

std::string ServerLog::tail() const
{
    std::size_t from = m_tail.size() <= m_bytes ? 0 : m_tail.size() - m_bytes;
    while (from < m_tail.size() && isContinuation(m_tail[from])) {
        ++from; // a cut stands between characters
    }
    return m_tail.substr(from);
}

namespace {

bool isControl(unsigned char character)
{
    return (character < 0x20 && character != '\t') || character == 0x7F;
}

void appendEscaped(std::string& out, unsigned char character)
{
    constexpr std::string_view kDigits = "0123456789abcdef";
    out += "\\x";
    out += kDigits[character >> 4U];
    out += kDigits[character & 0xFU];
}

void replaceAll(std::string& text, std::string_view what)
{
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at)) {
        text.replace(at, what.size(), "***");
        at += 3;
    }
}

} // namespace

std::string ServerLog::clean(std::string_view text) const
{
    std::string masked(text);
    for (const SecretBytes& secret : m_secrets) {
        replaceAll(masked, secret.revealText());
    }
    masked = protocol::toValidUtf8(masked);
    std::string result;
    result.reserve(masked.size());
    for (std::size_t i = 0; i < masked.size(); ++i) {
        const auto character = static_cast<unsigned char>(masked[i]);
        // C1 controls, which terminals obey, too, are U+0080 to U+009F: C2 80 to C2 9F.
        const bool highControl = character >= 0x80 && character < 0xA0 && i > 0 &&
                                 static_cast<unsigned char>(masked[i - 1]) == 0xC2;
        if (highControl) {
            result.pop_back();
        }
        if (isControl(character) || highControl) {
            appendEscaped(result, character);
        } else {
            result += masked[i];
        }
    }
    return result;
}

void ServerLog::append(const std::string& text)
{
    m_tail += text;
    if (m_tail.size() > 2 * m_bytes) {
        m_tail.erase(0, m_tail.size() - m_bytes);
    }
    writeFile(text);
}

void ServerLog::writeFile(std::string_view text)
{
    if (m_path.empty()) {
        return;
    }
    const MonotonicTime now = m_clock.monotonicNow();
    if (now - m_second >= std::chrono::seconds(1)) {
        m_second = now;
        m_secondBytes = 0;
    }
    m_secondBytes += text.size();
    if (m_secondBytes > kFileBytesPerSecond) {
        return;
    }
    if (m_file < 0) {
        openFile();
    }
    if (m_fileSize + text.size() > kFileBytes) {
        rotate();
    }
    if (m_file < 0 || ::write(m_file, text.data(), text.size()) < 0) {
        m_path.clear();
        return;
    }
    m_fileSize += text.size();
}

void ServerLog::openFile()
{
    std::error_code ignored;
    std::filesystem::create_directories(m_path.parent_path(), ignored);
    m_file = ::open(m_path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
    struct stat about{};
    m_fileSize =
        m_file >= 0 && ::fstat(m_file, &about) == 0 ? static_cast<std::size_t>(about.st_size) : 0;
}

void ServerLog::rotate()
{
    if (m_file >= 0) {
        ::close(std::exchange(m_file, -1));
    }
    std::error_code ignored;
    std::filesystem::path older = m_path;
    older += ".1";
    std::filesystem::rename(m_path, older, ignored);
    openFile();
}

} // namespace portcullis::upstream
