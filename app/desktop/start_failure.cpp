#include "app/desktop/start_failure.h"

#include "app/desktop/system_scheme.h"
#include "ui/text.h"
#include "ui/widgets/labels.h"
#include "ui/words.h"

#include <QApplication>
#include <QDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <cstdio>

namespace portcullis::desktop {

namespace {

constexpr int kTextWidth = 420;

void fillDialog(QDialog& dialog, const Error& error)
{
    using namespace ui;
    auto* texts = new QVBoxLayout;
    texts->setSpacing(kGrid);
    texts->addWidget(
        makeLabel(TextRole::Heading, QApplication::translate("main", "Portcullis cannot start")));
    texts->addWidget(makeLabel(TextRole::Body, describe(error)));
    if (!error.cause.empty()) {
        texts->addWidget(makeLabel(TextRole::Muted, toQString(error.cause)));
    }
    auto* row = new QHBoxLayout;
    row->setSpacing(2 * kGrid);
    row->addWidget(makeIconLabel("error", Tint::Bad, 32), 0, Qt::AlignTop);
    row->addLayout(texts, 1);
    auto* close = makeButton(ButtonKind::Primary, QApplication::translate("main", "Close"));
    QObject::connect(close, &QPushButton::clicked, &dialog, &QDialog::accept);
    auto* column = new QVBoxLayout(&dialog);
    column->setContentsMargins(3 * kGrid, 3 * kGrid, 3 * kGrid, 2 * kGrid);
    column->setSpacing(3 * kGrid);
    column->addLayout(row);
    column->addWidget(close, 0, Qt::AlignRight);
    dialog.setMinimumWidth(kTextWidth);
}

} // namespace

int showStartFailure(QApplication& application, const Error& error)
{
    std::fprintf(stderr, "portcullis: %s\n", error.message.c_str());
    if (!error.cause.empty()) {
        std::fprintf(stderr, "  %s\n", error.cause.c_str());
    }
    const SystemScheme system;
    ui::applyTheme(application, system.scheme());
    QDialog dialog;
    dialog.setWindowTitle(QApplication::translate("main", "Portcullis"));
    fillDialog(dialog, error);
    dialog.open();
    static_cast<void>(QApplication::exec());
    return 1;
}

} // namespace portcullis::desktop
