#include "ui/setup/step_mark.h"

#include "ui/theme/icons.h"

#include <QPainter>

namespace portcullis::ui {

namespace {

constexpr int kSize = 32;

} // namespace

StepMark::StepMark(int number, QWidget* parent)
    : QLabel(parent)
    , m_number(number)
{
    setFixedSize(kSize, kSize);
}

void StepMark::setState(State state)
{
    m_state = state;
    const QString pattern = state == State::Done ? tr("Step %1, done") : tr("Step %1");
    setAccessibleName(pattern.arg(m_number));
    update();
}

void StepMark::paintEvent(QPaintEvent*)
{
    const Colors colors = currentColors();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF circle = QRectF(rect()).adjusted(1, 1, -1, -1);
    if (m_state == State::Done) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(softColor(colors, Tone::Good));
        painter.drawEllipse(circle);
        icon("check", Tint::Good).paint(&painter, rect().adjusted(7, 7, -7, -7));
        return;
    }
    const bool current = m_state == State::Current;
    painter.setPen(QPen(current ? colors.accent : colors.strongBorder, 1.5));
    painter.setBrush(current ? QBrush(colors.accent) : QBrush(Qt::NoBrush));
    painter.drawEllipse(circle);
    painter.setPen(current ? colors.accentText : colors.muted);
    painter.setFont(scaledFont(1.1, QFont::DemiBold));
    painter.drawText(rect(), Qt::AlignCenter, QString::number(m_number));
}

} // namespace portcullis::ui
