#include "gateway/audit/report/checkpoint_code.h"

#include "gateway/base/qr_code.h"

#include <utility>

namespace portcullis::audit::report {

namespace {

constexpr double kWidth = 760; // as the charts have, so that texts are of one size
constexpr double kSide = 230;  // a quarter of a page: 4 cm or more for any camera
constexpr double kText = kSide + 20;
constexpr double kLine = 20;

Raster rasterOf(const QrCode& code)
{
    const std::size_t side = code.side() + 2 * QrCode::kQuietZone;
    const auto quiet = static_cast<std::ptrdiff_t>(QrCode::kQuietZone);
    Raster raster;
    raster.cell = kSide / static_cast<double>(side);
    raster.columns = side;
    for (std::size_t i = 0; i < side * side; ++i) {
        raster.dark.push_back(code.isDark(static_cast<std::ptrdiff_t>(i % side) - quiet,
                                          static_cast<std::ptrdiff_t>(i / side) - quiet));
    }
    return raster;
}

} // namespace

std::optional<Drawing>
checkpointCode(const std::string& origin, const std::string& pin, const std::string& note)
{
    const auto code = QrCode::make(note);
    if (!code) {
        return std::nullopt;
    }
    Drawing drawing;
    drawing.title = "The signed checkpoint as a code";
    drawing.description = "A QR code with the text of the checkpoint below, signatures and all.";
    drawing.width = kWidth;
    drawing.height = kSide;
    drawing.shapes.emplace_back(rasterOf(*code));
    const std::size_t colon = pin.find(':');
    double y = kLine;
    for (const auto& [name, value] :
         {std::pair("Log", origin),
          std::pair("Size", pin.substr(0, colon)),
          std::pair("Root", colon == std::string::npos ? std::string() : pin.substr(colon + 1))}) {
        drawing.shapes.emplace_back(Label{{kText, y}, name, Anchor::Start, Ink::Muted, 12});
        drawing.shapes.emplace_back(Label{{kText, y + kLine}, value, Anchor::Start, Ink::Text, 13});
        y += 3 * kLine;
    }
    return drawing;
}

} // namespace portcullis::audit::report
