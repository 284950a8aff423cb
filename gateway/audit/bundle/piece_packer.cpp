#include "gateway/audit/bundle/piece_packer.h"

namespace portcullis::audit::bundle {

namespace {

constexpr std::size_t kPiece = std::size_t{256} * 1024;

} // namespace

PiecePacker::~PiecePacker()
{
    if (m_packing.valid()) {
        m_packing.wait();
    }
}

// Packs what has been collected; no other piece may be being packed.
void PiecePacker::startPiece(bool isLast)
{
    m_piece.swap(m_collected);
    m_collected.clear();
    m_packing = std::async(std::launch::async, [this, isLast] {
        m_packed.clear();
        return m_packer.pack(m_piece, isLast, m_packed) ? m_take(m_packed) : kCannotPack;
    });
}

int PiecePacker::write(std::string_view bytes)
{
    while (!bytes.empty()) {
        const std::string_view part = bytes.substr(0, kPiece - m_collected.size());
        m_collected += part;
        bytes.remove_prefix(part.size());
        if (m_collected.size() == kPiece) {
            if (const int code = finishPiece(); code != 0) {
                return code;
            }
            startPiece(false);
        }
    }
    return 0;
}

int PiecePacker::end()
{
    if (const int code = finishPiece(); code != 0) {
        return code;
    }
    startPiece(true);
    return finishPiece();
}

} // namespace portcullis::audit::bundle
