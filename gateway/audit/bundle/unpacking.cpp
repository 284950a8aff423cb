#include "gateway/audit/bundle/unpacking.h"

#include "gateway/audit/bundle/where.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <zlib.h>

namespace portcullis::audit::bundle {

namespace {

constexpr std::size_t kPieceBytes = std::size_t{64} * 1024;

// One raw deflate stream being unpacked. It stays where it is: zlib points back at it.
class Inflater
{
public:
    Inflater() { m_ready = inflateInit2(&m_stream, -MAX_WBITS) == Z_OK; }

    ~Inflater()
    {
        if (m_ready) {
            inflateEnd(&m_stream);
        }
    }

    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;

    [[nodiscard]] bool isReady() const { return m_ready; }

    [[nodiscard]] bool isAtEnd() const { return m_ended; }

    [[nodiscard]] bool needsInput() const { return m_stream.avail_in == 0; }

    void give(std::span<char> packed)
    {
        m_stream.next_in = reinterpret_cast<Bytef*>(packed.data());
        m_stream.avail_in = static_cast<uInt>(packed.size());
    }

    // The bytes written to `out`; nothing when this is no deflate stream.
    [[nodiscard]] std::optional<std::size_t> take(std::span<char> out)
    {
        m_stream.next_out = reinterpret_cast<Bytef*>(out.data());
        m_stream.avail_out = static_cast<uInt>(out.size());
        const int status = inflate(&m_stream, Z_NO_FLUSH);
        if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR) {
            return std::nullopt;
        }
        m_ended = status == Z_STREAM_END;
        return out.size() - m_stream.avail_out;
    }

private:
    z_stream m_stream{};
    bool m_ready = false;
    bool m_ended = false;
};

class EntrySource final : public ByteSource
{
public:
    EntrySource(std::shared_ptr<const InputFile> file, const ArchiveEntry& entry)
        : m_file(std::move(file))
        , m_name(entry.name)
        , m_at(entry.begin)
        , m_packedLeft(entry.packed)
        , m_sizeLeft(entry.size)
        , m_crc(entry.crc)
    {
        if (entry.method == kDeflated) {
            m_inflater.emplace();
        }
    }

    [[nodiscard]] bool isReady() const { return !m_inflater || m_inflater->isReady(); }

    Result<std::size_t> read(std::span<char> out) override
    {
        const auto part = out.first(std::min(out.size(), kPieceBytes));
        auto count = m_inflater ? inflated(part) : packed(part);
        if (!count) {
            return count;
        }
        if (*count > m_sizeLeft) {
            return damaged();
        }
        m_sizeLeft -= *count;
        m_seen =
            crc32(m_seen, reinterpret_cast<const Bytef*>(part.data()), static_cast<uInt>(*count));
        const bool isWhole = m_packedLeft == 0 && m_sizeLeft == 0 && m_seen == m_crc;
        return *count > 0 || isWhole || out.empty() ? count : damaged();
    }

private:
    [[nodiscard]] std::unexpected<Error> damaged() const
    {
        return invalid("The entry " + m_name + " is damaged.");
    }

    Result<std::size_t> packed(std::span<char> out)
    {
        const auto part =
            out.first(static_cast<std::size_t>(std::min<std::uint64_t>(out.size(), m_packedLeft)));
        auto count = m_file->readAt(m_at, part);
        if (count && *count != part.size()) {
            return damaged(); // the file became shorter while it was read
        }
        m_at += count.value_or(0);
        m_packedLeft -= count.value_or(0);
        return count;
    }

    Result<std::size_t> inflated(std::span<char> out)
    {
        while (!m_inflater->isAtEnd() && !out.empty()) {
            bool isFed = true;
            if (m_inflater->needsInput()) {
                const auto count = packed(m_input);
                if (!count) {
                    return count;
                }
                isFed = *count > 0;
                m_inflater->give(std::span(m_input).first(*count));
            }
            const auto count = m_inflater->take(out);
            if (!count) {
                return damaged();
            }
            if (*count > 0) {
                return *count;
            }
            if (!isFed && !m_inflater->isAtEnd()) {
                return damaged();
            }
        }
        return m_inflater->needsInput() ? Result<std::size_t>(0) : damaged();
    }

    std::shared_ptr<const InputFile> m_file;
    std::string m_name;
    std::uint64_t m_at;
    std::uint64_t m_packedLeft;
    std::uint64_t m_sizeLeft;
    std::uint32_t m_crc;
    uLong m_seen = 0; // checksum of what was read
    std::optional<Inflater> m_inflater;
    std::array<char, kPieceBytes> m_input{};
};

} // namespace

Result<std::unique_ptr<ByteSource>> unpack(std::shared_ptr<const InputFile> file,
                                           const ArchiveEntry& entry)
{
    auto source = std::make_unique<EntrySource>(std::move(file), entry);
    if (!source->isReady()) {
        return fail(ErrorCode::ResourceExhausted, "The bundle cannot be read: not enough memory.");
    }
    return source;
}

} // namespace portcullis::audit::bundle
