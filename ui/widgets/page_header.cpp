#include "ui/widgets/page_header.h"

#include "ui/widgets/labels.h"

#include <QHBoxLayout>
#include <QLabel>

namespace portcullis::ui {

PageHeader::PageHeader(const QString& title, const QString& subtitle, QWidget* parent)
    : QWidget(parent)
    , m_row(new QHBoxLayout(this))
    , m_subtitle(makeLabel(TextRole::Muted, subtitle))
{
    m_row->setContentsMargins(0, 0, 0, 0);
    m_row->setSpacing(kGrid);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(kGrid / 2);
    texts->addWidget(makeLabel(TextRole::Title, title));
    texts->addWidget(m_subtitle);
    m_row->addLayout(texts, 1);
}

void PageHeader::addAction(QWidget* widget)
{
    m_row->addWidget(widget, 0, Qt::AlignTop);
}

void PageHeader::setSubtitle(const QString& text)
{
    m_subtitle->setText(text);
}

} // namespace portcullis::ui
