#include "ui/widgets/elided_label.h"

#include <QHelpEvent>
#include <QPainter>
#include <QStyle>
#include <QToolTip>

namespace portcullis::ui {

namespace {

constexpr int kSmallestLetters = 4;

} // namespace

QSize ElidedLabel::minimumSizeHint() const
{
    return {kSmallestLetters * fontMetrics().averageCharWidth(), sizeHint().height()};
}

QString ElidedLabel::shownText() const
{
    return fontMetrics().elidedText(text(), Qt::ElideRight, contentsRect().width());
}

bool ElidedLabel::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip && toolTip().isEmpty() && shownText() != text()) {
        QToolTip::showText(static_cast<QHelpEvent*>(event)->globalPos(), text(), this);
        return true;
    }
    return QLabel::event(event);
}

void ElidedLabel::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    style()->drawItemText(&painter,
                          contentsRect(),
                          static_cast<int>(Qt::AlignVCenter | Qt::AlignLeading),
                          palette(),
                          isEnabled(),
                          shownText(),
                          foregroundRole());
}

} // namespace portcullis::ui
