#include "ui/widgets/about_dialog.h"

#include "ui/widgets/labels.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace portcullis::ui {

AboutDialog::AboutDialog(QWidget* parent)
    : QDialog(parent)
{
    setObjectName(QStringLiteral("aboutDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("About Portcullis"));
    auto* texts = new QVBoxLayout;
    texts->setSpacing(kGrid);
    texts->addWidget(makeLabel(TextRole::Title, tr("Portcullis")));
    texts->addWidget(
        makeLabel(TextRole::Muted, tr("Version %1").arg(QStringLiteral(PORTCULLIS_VERSION))));
    auto* purpose = makeLabel(
        TextRole::Body,
        tr("A gateway between AI clients and the tools they call. Every call is identified, "
           "allowed or refused, and recorded, on this computer alone."));
    purpose->setFixedWidth(360);
    texts->addWidget(purpose);
    texts->addWidget(
        makeLabel(TextRole::Caption, tr("Made with Qt %1").arg(QString::fromLatin1(qVersion()))));
    auto* row = new QHBoxLayout;
    row->setSpacing(3 * kGrid);
    row->addWidget(makeIconLabel("portcullis", Tint::Accent, 72), 0, Qt::AlignTop);
    row->addLayout(texts);
    auto* close = makeButton(ButtonKind::Primary, tr("Close"));
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(3 * kGrid, 3 * kGrid, 3 * kGrid, 2 * kGrid);
    column->setSpacing(3 * kGrid);
    column->addLayout(row);
    column->addWidget(close, 0, Qt::AlignRight);
    column->setSizeConstraint(QLayout::SetFixedSize);
}

} // namespace portcullis::ui
