#include "gateway/base/qr_code.h"

#include <qrencode.h>

#include <cerrno>
#include <memory>

namespace portcullis {

namespace {

constexpr std::size_t kMostBytes = 2953;         // of version 40, level L
constexpr std::ptrdiff_t kTerminalQuietZone = 2; // so that 80 columns are enough for a checkpoint

struct FreeCode
{
    void operator()(QRcode* code) const noexcept { QRcode_free(code); }
};

} // namespace

Result<QrCode> QrCode::make(std::string_view text)
{
    if (text.empty() || text.size() > kMostBytes) {
        return fail(ErrorCode::InvalidArgument, "The text does not fit into a QR code.");
    }
    const std::basic_string<unsigned char> bytes(text.begin(), text.end());
    const std::unique_ptr<QRcode, FreeCode> code(
        QRcode_encodeData(static_cast<int>(bytes.size()), bytes.data(), 0, QR_ECLEVEL_L));
    if (code == nullptr) {
        return errno == ENOMEM
                   ? fail(ErrorCode::ResourceExhausted, "There is no memory for a QR code.")
                   : fail(ErrorCode::InvalidArgument, "The text does not fit into a QR code.");
    }
    QrCode made;
    made.m_side = static_cast<std::size_t>(code->width);
    made.m_dark.reserve(made.m_side * made.m_side);
    for (std::size_t i = 0; i < made.m_side * made.m_side; ++i) {
        made.m_dark.push_back((code->data[i] & 1U) != 0);
    }
    return made;
}

bool QrCode::isDark(std::ptrdiff_t x, std::ptrdiff_t y) const
{
    const auto side = static_cast<std::ptrdiff_t>(m_side);
    return x >= 0 && y >= 0 && x < side && y < side &&
           m_dark[static_cast<std::size_t>(y) * m_side + static_cast<std::size_t>(x)];
}

std::string QrCode::inHalfBlocks() const
{
    const std::ptrdiff_t end = static_cast<std::ptrdiff_t>(m_side) + kTerminalQuietZone;
    std::string text;
    for (std::ptrdiff_t y = -kTerminalQuietZone; y < end; y += 2) {
        for (std::ptrdiff_t x = -kTerminalQuietZone; x < end; ++x) {
            const bool upper = !isDark(x, y);
            const bool lower = y + 1 < end && !isDark(x, y + 1);
            text += upper ? (lower ? "█" : "▀") : (lower ? "▄" : " ");
        }
        text += '\n';
    }
    return text;
}

} // namespace portcullis
