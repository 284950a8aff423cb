#include "gateway/audit/bundle/packing.h"

#include <array>
#include <isa-l/crc.h>
#include <isa-l/igzip_lib.h>
#include <limits>

namespace portcullis::audit::bundle {

namespace {

// Of 0 to 3. At 2 and 3 packing takes up to half as long again and saves 1 %: most of a bundle is
// hashes and salts, which do not shrink.
constexpr std::uint32_t kLevel = 1;
constexpr std::size_t kOutBytes = std::size_t{64} * 1024;

std::uint8_t* bytesOf(std::string_view text)
{
    // The library only reads what it packs, but does not say so.
    return reinterpret_cast<std::uint8_t*>(const_cast<char*>(text.data()));
}

} // namespace

struct Packer::Stream
{
    isal_zstream state{};
    std::array<std::uint8_t, ISAL_DEF_LVL1_DEFAULT> tables{};
    std::array<std::uint8_t, kOutBytes> out{};
};

Packer::Packer()
    : m_stream(std::make_unique<Stream>())
{}

Packer::~Packer() = default;

void Packer::begin()
{
    isal_zstream& state = m_stream->state;
    isal_deflate_init(&state);
    state.level = kLevel;
    state.level_buf = m_stream->tables.data();
    state.level_buf_size = static_cast<std::uint32_t>(m_stream->tables.size());
    state.gzip_flag = IGZIP_DEFLATE;
    state.flush = NO_FLUSH;
    m_file = {};
    m_hasher.start();
}

bool Packer::pack(std::string_view piece, bool isLast, std::string& out)
{
    if (piece.size() > std::numeric_limits<std::uint32_t>::max()) {
        return false;
    }
    m_file.size += piece.size();
    m_file.crc = crc32_gzip_refl(m_file.crc, bytesOf(piece), piece.size());
    m_hasher.add(piece);
    isal_zstream& state = m_stream->state;
    state.next_in = bytesOf(piece);
    state.avail_in = static_cast<std::uint32_t>(piece.size());
    state.end_of_stream = isLast ? 1 : 0;
    do {
        state.next_out = m_stream->out.data();
        state.avail_out = static_cast<std::uint32_t>(m_stream->out.size());
        if (isal_deflate(&state) != COMP_OK) {
            return false;
        }
        out.append(m_stream->out.begin(), m_stream->out.end() - state.avail_out);
    } while (state.avail_out == 0);
    return state.avail_in == 0 && (!isLast || state.internal_state.state == ZSTATE_END);
}

PackedFile Packer::file()
{
    m_file.digest = m_hasher.finish();
    return m_file;
}

} // namespace portcullis::audit::bundle
