#include "ui/widgets/detail_panel.h"

#include "ui/widgets/flow_layout.h"
#include "ui/widgets/labels.h"

#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace portcullis::ui {

namespace {

constexpr int kSmallestWidth = 304;

} // namespace

DetailPanel::DetailPanel(QWidget* parent)
    : QFrame(parent)
    , m_name(makeElidedLabel(TextRole::Heading))
{
    setProperty("role", QStringLiteral("card"));
    setMinimumWidth(kSmallestWidth);
    auto* content = new QWidget;
    content->setObjectName(QStringLiteral("content"));
    m_column = new QVBoxLayout(content);
    // At the right the scroll bar takes its place in the card's margin.
    m_column->setContentsMargins(0, 0, kGrid, 0);
    m_column->setSpacing(kGrid);
    m_column->addWidget(m_name);
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(content);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(2 * kGrid, 2 * kGrid, kGrid, 2 * kGrid);
    outer->addWidget(scroll);
}

void DetailPanel::setName(const QString& name)
{
    m_name->setText(name);
    m_name->setVisible(!name.isEmpty());
}

void DetailPanel::addActions(std::initializer_list<QPushButton*> buttons)
{
    auto* row = new FlowLayout;
    for (QPushButton* button : buttons) {
        row->addWidget(button);
    }
    m_column->addLayout(row);
}

QFormLayout* DetailPanel::makeFacts()
{
    auto* facts = new QFormLayout;
    facts->setHorizontalSpacing(2 * kGrid);
    facts->setVerticalSpacing(kGrid / 2);
    return facts;
}

QLabel* DetailPanel::addFact(QFormLayout& facts, const QString& caption)
{
    auto* value = makeLabel(TextRole::Body);
    letShrink(value);
    auto* name = makeLabel(TextRole::Muted, caption);
    name->setWordWrap(false);
    facts.addRow(name, value);
    return value;
}

} // namespace portcullis::ui
