#include "app/report/drawing_printer.h"

#include <QFontMetricsF>
#include <QPolygonF>

#include <variant>

namespace portcullis::report {

namespace {

using audit::report::Anchor;
using audit::report::Box;
using audit::report::DarkRun;
using audit::report::Drawing;
using audit::report::Ink;
using audit::report::Label;
using audit::report::Line;
using audit::report::Raster;

constexpr qreal kOverlap = 1.04;

// As in the light web page.
QColor colorOf(Ink ink)
{
    switch (ink) {
    case Ink::Text:
        return kText;
    case Ink::Muted:
        return kMuted;
    case Ink::Grid:
        return kLine;
    case Ink::Allowed:
        return {0x2b, 0x6c, 0xb0};
    case Ink::Denied:
        return {0xc2, 0x41, 0x0c};
    case Ink::Refused:
        return {0x8a, 0x5a, 0x00};
    case Ink::Orphaned:
        return {0x6b, 0x4f, 0xa0};
    case Ink::Usual:
        return {0x2f, 0x85, 0x5a};
    case Ink::Slow:
        return {0xb7, 0x60, 0x0f};
    case Ink::Failed:
    case Ink::Slowest:
        break;
    }
    return {0xb3, 0x12, 0x3d};
}

// One unit of a drawing in those of the page.
qreal scaleOf(const PageFlow& flow, const Drawing& drawing)
{
    return drawing.width > 0 ? flow.width() / drawing.width : 1;
}

class Pen
{
public:
    explicit Pen(PageFlow& flow, qreal scale)
        : m_painter(flow.painter())
        , m_top(flow.y())
        , m_scale(scale)
    {}

    void operator()(const Box& box)
    {
        m_painter.fillRect(QRectF(box.x * m_scale,
                                  m_top + box.y * m_scale,
                                  box.width * m_scale,
                                  box.height * m_scale),
                           colorOf(box.ink));
    }

    void operator()(const Line& line)
    {
        QPolygonF points;
        for (const auto& [x, y] : line.points) {
            points << at(x, y);
        }
        m_painter.setPen(QPen(colorOf(line.ink), line.width * m_scale));
        m_painter.drawPolyline(points);
    }

    void operator()(const Label& label)
    {
        const QString text = shown(label.text);
        m_painter.setFont(PageFlow::font(label.size * m_scale / kPoint, Face::Plain));
        m_painter.setPen(colorOf(label.ink));
        const qreal width = QFontMetricsF(m_painter.font()).horizontalAdvance(text);
        const qreal left = label.anchor == Anchor::Start    ? 0
                           : label.anchor == Anchor::Middle ? width / 2
                                                            : width;
        m_painter.drawText(at(label.at.x, label.at.y) - QPointF(left, 0), text);
    }

    void operator()(const Raster& raster)
    {
        const qreal cell = raster.cell * m_scale;
        const QPointF corner = at(raster.at.x, raster.at.y);
        const auto rows = static_cast<qreal>(raster.dark.size() / raster.columns);
        m_painter.fillRect(
            QRectF(corner, QSizeF(static_cast<qreal>(raster.columns) * cell, rows * cell)),
            Qt::white);
        for (const DarkRun& run : runsOf(raster)) {
            // A little higher than its row: no viewer shall show a seam between two of them.
            m_painter.fillRect(QRectF(corner.x() + static_cast<qreal>(run.column) * cell,
                                      corner.y() + static_cast<qreal>(run.row) * cell,
                                      static_cast<qreal>(run.length) * cell,
                                      cell * kOverlap),
                               Qt::black);
        }
    }

private:
    [[nodiscard]] QPointF at(double x, double y) const
    {
        return {x * m_scale, m_top + y * m_scale};
    }

    QPainter& m_painter;
    qreal m_top;
    qreal m_scale;
};

} // namespace

qreal heightOf(const PageFlow& flow, const Drawing& drawing)
{
    return drawing.height * scaleOf(flow, drawing);
}

void print(PageFlow& flow, const Drawing& drawing)
{
    Pen pen(flow, scaleOf(flow, drawing));
    for (const audit::report::Shape& shape : drawing.shapes) {
        std::visit(pen, shape);
    }
    flow.down(heightOf(flow, drawing));
}

} // namespace portcullis::report
