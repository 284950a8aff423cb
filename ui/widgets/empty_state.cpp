#include "ui/widgets/empty_state.h"

#include "ui/widgets/labels.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace portcullis::ui {

namespace {

constexpr int kTextWidth = 440;

} // namespace

EmptyState::EmptyState(const char* iconName,
                       const QString& title,
                       const QString& text,
                       const QString& action,
                       const char* actionIcon,
                       QWidget* parent)
    : QWidget(parent)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(3 * kGrid, 3 * kGrid, 3 * kGrid, 3 * kGrid);
    column->setSpacing(kGrid);
    column->addStretch(2);
    column->addWidget(makeIconLabel(iconName, Tint::Muted, 40), 0, Qt::AlignHCenter);
    column->addSpacing(kGrid);
    auto* heading = makeLabel(TextRole::Heading, title);
    auto* body = makeLabel(TextRole::Muted, text);
    // Stretches at both sides instead of an alignment, with which the layout would forget that a
    // narrow text is a high one.
    auto* texts = new QWidget;
    texts->setMaximumWidth(kTextWidth);
    auto* lines = new QVBoxLayout(texts);
    lines->setContentsMargins(0, 0, 0, 0);
    lines->setSpacing(kGrid);
    for (QLabel* label : {heading, body}) {
        label->setAlignment(Qt::AlignCenter);
        lines->addWidget(label);
    }
    auto* row = new QHBoxLayout;
    row->addStretch(1);
    row->addWidget(texts, 100);
    row->addStretch(1);
    column->addLayout(row);
    if (!action.isEmpty()) {
        column->addSpacing(kGrid);
        auto* button = makeButton(ButtonKind::Primary, action, actionIcon);
        connect(button, &QPushButton::clicked, this, &EmptyState::actionTriggered);
        column->addWidget(button, 0, Qt::AlignHCenter);
    }
    column->addStretch(3);
}

} // namespace portcullis::ui
