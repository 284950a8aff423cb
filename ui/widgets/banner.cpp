#include "ui/widgets/banner.h"

#include "ui/widgets/icon_label.h"
#include "ui/widgets/labels.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace portcullis::ui {

namespace {

constexpr int kIconSize = 20;

const char* iconName(Tone tone)
{
    switch (tone) {
    case Tone::Good:
        return "done";
    case Tone::Warn:
        return "warning";
    case Tone::Bad:
        return "error";
    case Tone::Info:
    case Tone::Neutral:
        break;
    }
    return "info";
}

} // namespace

Banner::Banner(Closing closing, QWidget* parent)
    : QFrame(parent)
    , m_icon(new IconLabel(kIconSize))
    , m_title(makeLabel(TextRole::Subheading))
    , m_text(makeLabel(TextRole::Body))
    , m_close(makeButton(ButtonKind::Quiet, {}, "close"))
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(2 * kGrid, kGrid + 2, kGrid, kGrid + 2);
    row->setSpacing(kGrid + kGrid / 2);
    row->addWidget(m_icon, 0, Qt::AlignTop);
    letShrink(m_title);
    letShrink(m_text);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addWidget(m_title);
    texts->addWidget(m_text);
    row->addLayout(texts, 1);
    nameForAccessibility(m_close, tr("Close this message"));
    m_close->setToolTip(tr("Close this message"));
    m_close->setVisible(closing == Closing::ByPerson);
    connect(m_close, &QPushButton::clicked, this, &QWidget::hide);
    row->addWidget(m_close, 0, Qt::AlignTop);
    hide();
}

void Banner::showMessage(Tone tone, const QString& title, const QString& text)
{
    m_tone = tone;
    m_title->setText(title);
    m_text->setText(text);
    m_text->setVisible(!text.isEmpty());
    setAccessibleName(message());
    m_icon->showIcon(iconName(tone), tintOf(tone));
    const bool appears = !isVisible();
    show();
    update();
    if (appears) {
        QAccessibleEvent event(this, QAccessible::Alert);
        QAccessible::updateAccessibility(&event);
    }
}

QString Banner::message() const
{
    return m_text->text().isEmpty() ? m_title->text()
                                    : m_title->text() + QStringLiteral(". ") + m_text->text();
}

void Banner::paintEvent(QPaintEvent*)
{
    const Colors colors = currentColors();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor edge = toneColor(colors, m_tone);
    edge.setAlphaF(0.45F);
    painter.setPen(edge);
    painter.setBrush(softColor(colors, m_tone));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
}

} // namespace portcullis::ui
