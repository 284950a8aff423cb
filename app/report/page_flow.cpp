#include "app/report/page_flow.h"

#include "gateway/audit/report/plain_text.h"

#include <utility>

namespace portcullis::report {

namespace {

constexpr qreal kFooterRoom = 34 * kPoint;
constexpr qreal kEndless = 1e7; // no column is as high

QTextOption wrapping(Qt::Alignment alignment)
{
    QTextOption option(alignment);
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    return option;
}

} // namespace

PageFlow::PageFlow(QPdfWriter& writer, Footer footer)
    : m_writer(writer)
    , m_footer(std::move(footer))
    , m_painter(&writer)
    , m_width(writer.width())
    , m_bottom(writer.height() - kFooterRoom)
{}

PageFlow::~PageFlow()
{
    drawFooter();
}

void PageFlow::drawFooter()
{
    const QFont small = font(7.5, Face::Plain);
    m_y = m_bottom + 18 * kPoint;
    fill({0, -6 * kPoint, m_width, 0.5 * kPoint}, kLine);
    draw(m_footer.text, small, kMuted, 0, m_width * 0.8);
    const QString number = m_footer.pages > 0
                               ? QStringLiteral("%1 of %2").arg(m_page).arg(m_footer.pages)
                               : QString::number(m_page);
    draw(number, small, kMuted, m_width * 0.8, m_width * 0.2, Qt::AlignRight);
}

void PageFlow::newPage()
{
    drawFooter();
    m_writer.newPage();
    ++m_page;
    m_y = 0;
}

bool PageFlow::need(qreal height)
{
    if (m_y == 0 || m_y + height <= m_bottom) {
        return false;
    }
    newPage();
    return true;
}

QFont PageFlow::font(qreal points, Face face)
{
    QFont font;
    font.setFamilies(
        face == Face::Literal
            ? QStringList{"DejaVu Sans Mono", "Liberation Mono", "monospace"}
            : QStringList{"Noto Sans", "DejaVu Sans", "Liberation Sans", "sans-serif"});
    font.setStyleHint(face == Face::Literal ? QFont::Monospace : QFont::SansSerif);
    font.setPixelSize(qRound(points * kPoint));
    font.setBold(face == Face::Bold);
    font.setHintingPreference(QFont::PreferNoHinting);
    return font;
}

qreal PageFlow::heightOf(const QString& text, const QFont& font, qreal width)
{
    m_painter.setFont(font);
    return m_painter.boundingRect({0, 0, width, kEndless}, text, wrapping(Qt::AlignLeft)).height();
}

void PageFlow::draw(const QString& text,
                    const QFont& font,
                    const QColor& color,
                    qreal x,
                    qreal width,
                    Qt::Alignment alignment)
{
    m_painter.setFont(font);
    m_painter.setPen(color);
    m_painter.drawText(QRectF(x, m_y, width, kEndless), text, wrapping(alignment));
}

void PageFlow::fill(const QRectF& box, const QColor& color)
{
    m_painter.fillRect(box.translated(0, m_y), color);
}

QString shown(const std::string& text)
{
    return QString::fromStdString(audit::report::plainText(text));
}

} // namespace portcullis::report
