#pragma once

#include <QColor>
#include <QFont>
#include <QPainter>
#include <QPdfWriter>
#include <QRectF>
#include <QString>
#include <QTextOption>

#include <string>

namespace portcullis::report {

// One point (1/72 inch) in the page's units: fine enough that texts are measured as they are drawn.
inline constexpr qreal kPoint = 10;

inline constexpr QColor kText{0x1c, 0x24, 0x30};
inline constexpr QColor kMuted{0x59, 0x63, 0x6f};
inline constexpr QColor kLine{0xd9, 0xdd, 0xe3};
inline constexpr QColor kPanel{0xf5, 0xf6, 0xf8};
inline constexpr QColor kWarning{0xc2, 0x41, 0x0c};

enum class Face
{
    Plain,
    Bold,
    Literal // one width for all letters
};

// What stands at the foot of each page. The number of pages is known only when all are laid out, so
// a report is laid out twice.
struct Footer
{
    QString text;
    int pages = 0; // 0 while it is not known
};

// A place on a page that moves down, and on to the next page when there is no room. Everything is
// opaque: PDF/A-1 has no transparency.
//
// Owner: the renderer. Thread: one at a time.
class PageFlow
{
public:
    // `writer` is set up and must outlive it.
    PageFlow(QPdfWriter& writer, Footer footer);
    ~PageFlow();
    PageFlow(const PageFlow&) = delete;
    PageFlow& operator=(const PageFlow&) = delete;

    [[nodiscard]] QPainter& painter() { return m_painter; }

    [[nodiscard]] qreal width() const { return m_width; }

    [[nodiscard]] qreal y() const { return m_y; }

    [[nodiscard]] int page() const { return m_page; } // from 1

    // Goes on to the next page unless there is room for `height`.
    bool need(qreal height);
    void newPage();

    void down(qreal distance) { m_y += distance; }

    [[nodiscard]] static QFont font(qreal points, Face face);
    // How high a text is in a column of this width.
    [[nodiscard]] qreal heightOf(const QString& text, const QFont& font, qreal width);
    // Draws a text where the flow stands, `x` to the right of the margin; does not move.
    void draw(const QString& text,
              const QFont& font,
              const QColor& color,
              qreal x,
              qreal width,
              Qt::Alignment alignment = Qt::AlignLeft);
    void fill(const QRectF& box, const QColor& color); // relative to the flow's place

private:
    void drawFooter();

    QPdfWriter& m_writer;
    Footer m_footer;
    QPainter m_painter;
    qreal m_width;
    qreal m_bottom;
    qreal m_y = 0;
    int m_page = 1;
};

// A text of the log as it may be drawn.
[[nodiscard]] QString shown(const std::string& text);

} // namespace portcullis::report
