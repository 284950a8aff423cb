#include "ui/widgets/confirm.h"

#include "ui/widgets/labels.h"

#include <QCoreApplication>
#include <QDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace portcullis::ui {

namespace {

constexpr int kTextWidth = 380;

QHBoxLayout* makeQuestionRow(const Question& question)
{
    auto* row = new QHBoxLayout;
    row->setSpacing(2 * kGrid);
    row->addWidget(makeIconLabel("warning", Tint::Warn, 32), 0, Qt::AlignTop);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(kGrid);
    auto* title = makeLabel(TextRole::Heading, question.title);
    auto* consequence = makeLabel(TextRole::Muted, question.consequence);
    for (QLabel* label : {title, consequence}) {
        label->setFixedWidth(kTextWidth);
        texts->addWidget(label);
    }
    row->addLayout(texts, 1);
    return row;
}

} // namespace

void confirm(QWidget* parent, const Question& question, std::function<void()> yes)
{
    auto* dialog = new QDialog(parent);
    dialog->setObjectName(QStringLiteral("confirm"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(question.action);
    auto* column = new QVBoxLayout(dialog);
    column->setContentsMargins(3 * kGrid, 3 * kGrid, 3 * kGrid, 2 * kGrid);
    column->setSpacing(3 * kGrid);
    column->addLayout(makeQuestionRow(question));

    auto* cancel = makeButton(ButtonKind::Normal, QCoreApplication::translate("Confirm", "Cancel"));
    const bool destroys = question.weight == Weight::Destroys;
    auto* act = makeButton(destroys ? ButtonKind::Destroy : ButtonKind::Primary, question.action);
    act->setObjectName(QStringLiteral("confirmAction"));
    cancel->setDefault(true);
    QObject::connect(cancel, &QPushButton::clicked, dialog, &QDialog::reject);
    QObject::connect(act, &QPushButton::clicked, dialog, &QDialog::accept);
    QObject::connect(dialog, &QDialog::accepted, parent, std::move(yes));
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(kGrid);
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(act);
    column->addLayout(buttons);
    column->setSizeConstraint(QLayout::SetFixedSize);
    dialog->open();
    cancel->setFocus();
}

} // namespace portcullis::ui
