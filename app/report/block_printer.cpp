#include "app/report/block_printer.h"

#include "app/report/drawing_printer.h"

#include <algorithm>
#include <variant>

namespace portcullis::report {

namespace {

using audit::report::Block;
using audit::report::Bullets;
using audit::report::Drawing;
using audit::report::Facts;
using audit::report::Grid;
using audit::report::Literal;
using audit::report::Paragraph;
using audit::report::Subheading;
using audit::report::Tiles;
using audit::report::Tone;

constexpr qreal kTextSize = 9.5; // points
constexpr qreal kCellSize = 7.5;
constexpr qreal kGap = 6 * kPoint;     // below a block
constexpr qreal kPadding = 3 * kPoint; // within a cell
constexpr qreal kNameWidth = 92 * kPoint;

QFont plain()
{
    return PageFlow::font(kTextSize, Face::Plain);
}

} // namespace

void BlockPrinter::title(const std::string& text, const std::string& below)
{
    m_flow.down(24 * kPoint);
    paragraph(shown(text), PageFlow::font(24, Face::Bold), kText, 0);
    paragraph(shown(below), PageFlow::font(12, Face::Plain), kMuted, 0);
    m_flow.down(12 * kPoint);
}

void BlockPrinter::heading(const std::string& text)
{
    m_flow.need(120 * kPoint);
    if (m_flow.y() > 0) {
        m_flow.down(16 * kPoint);
    }
    m_flow.fill({0, 0, m_flow.width(), 1.2 * kPoint}, kText);
    m_flow.down(8 * kPoint);
    paragraph(shown(text), PageFlow::font(15, Face::Bold), kText, 0);
}

qreal BlockPrinter::startOf(const Block& block)
{
    if (const auto* const drawing = std::get_if<Drawing>(&block)) {
        return report::heightOf(m_flow, *drawing) + 18 * kPoint;
    }
    if (const auto* const grid = std::get_if<Grid>(&block)) {
        return startOf(*grid, PageFlow::font(kCellSize, Face::Plain), widthsOf(*grid));
    }
    return 44 * kPoint;
}

void BlockPrinter::blocks(const std::vector<Block>& blocks)
{
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        if (std::holds_alternative<Subheading>(blocks[i]) && i + 1 < blocks.size()) {
            m_flow.need(30 * kPoint + startOf(blocks[i + 1]));
        }
        std::visit(*this, blocks[i]);
    }
}

void BlockPrinter::paragraph(const QString& text,
                             const QFont& font,
                             const QColor& color,
                             qreal indent)
{
    const qreal width = m_flow.width() - indent;
    const qreal height = m_flow.heightOf(text, font, width);
    m_flow.need(height);
    m_flow.draw(text, font, color, indent, width);
    m_flow.down(height + kGap);
}

void BlockPrinter::operator()(const Subheading& heading)
{
    m_flow.down(8 * kPoint);
    paragraph(shown(heading.text), PageFlow::font(11, Face::Bold), kText, 0);
}

void BlockPrinter::operator()(const Paragraph& text)
{
    if (text.tone != Tone::Warning) {
        const bool isNote = text.tone == Tone::Note;
        paragraph(shown(text.text),
                  isNote ? PageFlow::font(8.5, Face::Plain) : plain(),
                  isNote ? kMuted : kText,
                  0);
        return;
    }
    constexpr qreal kIndent = 10 * kPoint;
    const qreal height = m_flow.heightOf(shown(text.text), plain(), m_flow.width() - kIndent);
    m_flow.need(height);
    m_flow.fill({0, 0, 3 * kPoint, height}, kWarning);
    paragraph(shown(text.text), plain(), kText, kIndent);
}

void BlockPrinter::operator()(const Bullets& bullets)
{
    constexpr qreal kIndent = 12 * kPoint;
    for (const std::string& item : bullets.items) {
        const QString text = shown(item);
        m_flow.need(m_flow.heightOf(text, plain(), m_flow.width() - kIndent));
        m_flow.draw(QStringLiteral("•"), plain(), kText, 0, kIndent);
        paragraph(text, plain(), kText, kIndent);
    }
}

void BlockPrinter::operator()(const Facts& facts)
{
    for (const auto& [name, value, isLiteral] : facts.facts) {
        const QString text = shown(value);
        const QFont font = isLiteral ? PageFlow::font(8, Face::Literal) : plain();
        const qreal line = m_flow.heightOf(shown(name), plain(), kNameWidth - kPadding);
        const qreal height = m_flow.heightOf(text, font, m_flow.width() - kNameWidth);
        m_flow.need(std::max(line, height));
        m_flow.draw(shown(name), plain(), kMuted, 0, kNameWidth - kPadding);
        const qreal lower = isLiteral ? 1.5 * kPoint : 0; // to the same base line
        m_flow.down(lower);
        m_flow.draw(text, font, kText, kNameWidth, m_flow.width() - kNameWidth);
        m_flow.down(std::max(line, height) - lower + kGap / 2);
    }
    m_flow.down(kGap);
}

void BlockPrinter::operator()(const Tiles& tiles)
{
    constexpr std::size_t kInRow = 4;
    constexpr qreal kTileGap = 8 * kPoint;
    constexpr qreal kTileHeight = 50 * kPoint;
    const qreal width = (m_flow.width() - (kInRow - 1) * kTileGap) / kInRow;
    m_flow.down(kGap);
    for (std::size_t i = 0; i < tiles.tiles.size(); ++i) {
        const std::size_t place = i % kInRow;
        if (place == 0) {
            m_flow.need(kTileHeight);
        }
        const qreal x = static_cast<qreal>(place) * (width + kTileGap);
        m_flow.fill({x, 0, width, kTileHeight}, kPanel);
        m_flow.down(6 * kPoint);
        m_flow.draw(shown(tiles.tiles[i].number),
                    PageFlow::font(15, Face::Bold),
                    kText,
                    x + 8 * kPoint,
                    width - 10 * kPoint);
        m_flow.down(21 * kPoint);
        m_flow.draw(shown(tiles.tiles[i].what),
                    PageFlow::font(7.5, Face::Plain),
                    kMuted,
                    x + 8 * kPoint,
                    width - 10 * kPoint);
        m_flow.down(-27 * kPoint);
        if (place + 1 == kInRow || i + 1 == tiles.tiles.size()) {
            m_flow.down(kTileHeight + kTileGap);
        }
    }
    m_flow.down(kGap);
}

std::vector<qreal> BlockPrinter::widthsOf(const Grid& grid) const
{
    int all = 0;
    for (const Grid::Column& column : grid.columns) {
        all += column.share;
    }
    std::vector<qreal> widths;
    widths.reserve(grid.columns.size());
    for (const Grid::Column& column : grid.columns) {
        widths.push_back(m_flow.width() * column.share / std::max(all, 1));
    }
    return widths;
}

qreal BlockPrinter::heightOf(const Cells& cells,
                             const QFont& font,
                             const std::vector<qreal>& widths)
{
    qreal height = 0;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        height =
            std::max(height, m_flow.heightOf(shown(cells[i]), font, widths.at(i) - 2 * kPadding));
    }
    return height + 2 * kPadding;
}

void BlockPrinter::row(const Grid& grid,
                       const Cells& cells,
                       const QFont& font,
                       const std::vector<qreal>& widths,
                       qreal height)
{
    qreal x = 0;
    m_flow.down(kPadding);
    for (std::size_t i = 0; i < cells.size(); ++i) {
        m_flow.draw(shown(cells[i]),
                    font,
                    kText,
                    x + kPadding,
                    widths.at(i) - 2 * kPadding,
                    grid.columns.at(i).isNumber ? Qt::AlignRight : Qt::AlignLeft);
        x += widths.at(i);
    }
    m_flow.down(height - kPadding);
}

// A short table stays on one page; of a longer one, so do its titles and its first rows.
qreal BlockPrinter::startOf(const Grid& grid, const QFont& font, const std::vector<qreal>& widths)
{
    constexpr std::size_t kShort = 14; // rows
    const std::size_t rows = grid.rows.size() <= kShort ? grid.rows.size() : 2;
    qreal height = 16 * kPoint;
    for (std::size_t i = 0; i < rows; ++i) {
        height += heightOf(grid.rows[i], font, widths);
    }
    return height;
}

void BlockPrinter::titles(const Grid& grid, const std::vector<qreal>& widths)
{
    Cells cells;
    cells.reserve(grid.columns.size());
    for (const Grid::Column& column : grid.columns) {
        cells.push_back(column.title);
    }
    const QFont font = PageFlow::font(kCellSize, Face::Bold);
    row(grid, cells, font, widths, heightOf(cells, font, widths));
    m_flow.fill({0, -0.8 * kPoint, m_flow.width(), 0.8 * kPoint}, kMuted);
}

void BlockPrinter::operator()(const Grid& grid)
{
    const std::vector<qreal> widths = widthsOf(grid);
    const QFont font = PageFlow::font(kCellSize, Face::Plain);
    m_flow.need(startOf(grid, font, widths));
    titles(grid, widths);
    for (const Cells& cells : grid.rows) {
        const qreal height = heightOf(cells, font, widths);
        if (m_flow.need(height)) {
            titles(grid, widths);
        }
        row(grid, cells, font, widths, height);
        m_flow.fill({0, -0.4 * kPoint, m_flow.width(), 0.4 * kPoint}, kLine);
    }
    m_flow.down(kGap + kPadding);
}

void BlockPrinter::operator()(const Literal& literal)
{
    constexpr qreal kFrame = 6 * kPoint;
    const QString text = shown(literal.text).trimmed();
    const QFont font = PageFlow::font(7.5, Face::Literal);
    const qreal height = m_flow.heightOf(text, font, m_flow.width() - 2 * kFrame);
    m_flow.need(height + 2 * kFrame);
    m_flow.fill({0, 0, m_flow.width(), height + 2 * kFrame}, kPanel);
    m_flow.down(kFrame);
    m_flow.draw(text, font, kText, kFrame, m_flow.width() - 2 * kFrame);
    m_flow.down(height + kFrame + kGap);
}

void BlockPrinter::operator()(const Drawing& drawing)
{
    m_flow.need(report::heightOf(m_flow, drawing) + 18 * kPoint);
    paragraph(shown(drawing.title), PageFlow::font(kTextSize, Face::Bold), kText, 0);
    print(m_flow, drawing);
    m_flow.down(kGap);
}

} // namespace portcullis::report
