#include "ui/widgets/call_chart.h"

#include "ui/text.h"
#include "ui/theme/theme.h"

#include <QHelpEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

#include <algorithm>
#include <numeric>

namespace portcullis::ui {

namespace {

constexpr std::size_t kMinutes = 60;
constexpr int kScaleWidth = 40;
constexpr int kAxisHeight = 22;

// The next number of the series 4, 10, 20, 40, 100, 200, 400, … that is not below `value`.
std::uint64_t roundUp(std::uint64_t value)
{
    std::uint64_t power = 1;
    for (;;) {
        for (const std::uint64_t step : {4U, 10U, 20U}) {
            if (value <= step * power) {
                return step * power;
            }
        }
        power *= 10;
    }
}

} // namespace

CallChart::CallChart(QWidget* parent)
    : QWidget(parent)
    , m_calls(kMinutes, 0)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setCalls({});
}

void CallChart::setCalls(const std::vector<std::uint32_t>& perMinute)
{
    m_calls.assign(kMinutes, 0);
    const std::size_t count = std::min(perMinute.size(), kMinutes);
    std::copy(perMinute.end() - static_cast<std::ptrdiff_t>(count),
              perMinute.end(),
              m_calls.end() - static_cast<std::ptrdiff_t>(count));
    const std::uint64_t sum = std::accumulate(m_calls.begin(), m_calls.end(), std::uint64_t{0});
    setAccessibleName(tr("Calls per minute in the last hour"));
    setAccessibleDescription(
        tr("%1 calls in the last hour, at most %2 in a minute")
            .arg(numberText(sum), numberText(*std::ranges::max_element(m_calls))));
    update();
}

QSize CallChart::sizeHint() const
{
    return {480, 132};
}

QSize CallChart::minimumSizeHint() const
{
    return {240, 104};
}

QRectF CallChart::plotArea() const
{
    return QRectF(rect()).adjusted(kScaleWidth, 6, 0, -kAxisHeight);
}

std::uint64_t CallChart::ceiling() const
{
    return roundUp(*std::ranges::max_element(m_calls));
}

void CallChart::paintScale(QPainter& painter, const QRectF& plot) const
{
    const Colors colors = currentColors();
    painter.setFont(scaledFont(0.88, QFont::Normal));
    for (const int part : {0, 1, 2}) {
        const double y = plot.bottom() - plot.height() * part / 2.0;
        painter.setPen(QPen(colors.border, 1));
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
        painter.setPen(colors.muted);
        const QRectF place(0, y - 10, kScaleWidth - 8, 20);
        const auto mark = ceiling() * static_cast<std::uint64_t>(part) / 2;
        painter.drawText(place, Qt::AlignRight | Qt::AlignVCenter, numberText(mark));
    }
    const QRectF axis(plot.left(), plot.bottom() + 4, plot.width(), kAxisHeight - 4);
    painter.drawText(axis, Qt::AlignLeft | Qt::AlignVCenter, tr("60 minutes ago"));
    painter.drawText(axis, Qt::AlignRight | Qt::AlignVCenter, tr("now"));
}

void CallChart::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF plot = plotArea();
    paintScale(painter, plot);
    painter.setPen(Qt::NoPen);
    painter.setBrush(currentColors().accent);
    const double slot = plot.width() / static_cast<double>(kMinutes);
    const double bar = std::max(1.5, slot * 0.68);
    for (std::size_t i = 0; i < kMinutes; ++i) {
        if (m_calls[i] == 0) {
            continue;
        }
        const double height =
            std::max(2.0, plot.height() * m_calls[i] / static_cast<double>(ceiling()));
        const double left = plot.left() + slot * static_cast<double>(i) + (slot - bar) / 2;
        const double radius = std::min({2.0, bar / 2, height / 2});
        painter.drawRoundedRect(QRectF(left, plot.bottom() - height, bar, height), radius, radius);
    }
}

bool CallChart::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip) {
        return QWidget::event(event);
    }
    const auto* help = static_cast<QHelpEvent*>(event);
    const QRectF plot = plotArea();
    if (plot.contains(help->pos())) {
        const double share = (help->pos().x() - plot.left()) / plot.width();
        const auto i = std::min(kMinutes - 1, static_cast<std::size_t>(share * kMinutes));
        QToolTip::showText(help->globalPos(),
                           tr("%1 calls, %2 minutes ago")
                               .arg(numberText(m_calls[i]), numberText(kMinutes - 1 - i)),
                           this);
    }
    return true;
}

} // namespace portcullis::ui
