#include "ui/widgets/icon_label.h"

#include <QEvent>

namespace portcullis::ui {

IconLabel::IconLabel(int size, QWidget* parent)
    : QLabel(parent)
    , m_size(size)
{
    setFixedSize(size, size);
}

void IconLabel::showIcon(const char* name, Tint tint)
{
    m_icon = icon(name, tint);
    refresh();
}

void IconLabel::changeEvent(QEvent* event)
{
    QLabel::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange) {
        refresh();
    }
}

void IconLabel::refresh()
{
    if (!m_icon.isNull()) {
        setPixmap(m_icon.pixmap(QSize(m_size, m_size), devicePixelRatioF()));
    }
}

} // namespace portcullis::ui
