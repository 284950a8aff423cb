#include "ui/bundle/drop_area.h"

#include "ui/bundle/bundle_file.h"
#include "ui/text.h"
#include "ui/theme/theme.h"
#include "ui/widgets/labels.h"

#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QMimeData>
#include <QPainter>
#include <QPushButton>

namespace portcullis::ui {

DropArea::DropArea(QWidget* parent)
    : QFrame(parent)
    , m_file(makeElidedLabel(TextRole::Subheading, tr("Drop an evidence bundle here")))
{
    setAcceptDrops(true);
    m_file->setObjectName(QStringLiteral("bundleName"));
    auto* open = makeButton(ButtonKind::Normal, tr("&Open bundle…"), "folder");
    open->setObjectName(QStringLiteral("openBundle"));
    open->setShortcut(QKeySequence::Open);
    connect(open, &QPushButton::clicked, this, &DropArea::choose);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(2 * kGrid, 2 * kGrid, 2 * kGrid, 2 * kGrid);
    row->setSpacing(kGrid + kGrid / 2);
    row->addWidget(makeIconLabel("shield", Tint::Accent, 24));
    row->addWidget(m_file, 1);
    row->addWidget(open);
}

void DropArea::showFile(const QString& file)
{
    m_file->setText(isolated(QFileInfo(file).fileName()));
}

void DropArea::choose()
{
    auto* dialog = new QFileDialog(this, tr("Open a bundle"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Evidence bundles (*.zip)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, &DropArea::fileChosen);
    dialog->open();
}

void DropArea::dragEnterEvent(QDragEnterEvent* event)
{
    if (fileIn(*event->mimeData())) {
        m_isUnderDrag = true;
        update();
        event->acceptProposedAction();
    }
}

void DropArea::dragLeaveEvent(QDragLeaveEvent*)
{
    m_isUnderDrag = false;
    update();
}

void DropArea::dropEvent(QDropEvent* event)
{
    m_isUnderDrag = false;
    update();
    if (const auto file = fileIn(*event->mimeData())) {
        event->acceptProposedAction();
        emit fileChosen(*file);
    }
}

void DropArea::paintEvent(QPaintEvent*)
{
    const Colors colors = currentColors();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(
        QPen(m_isUnderDrag ? colors.accent : colors.strongBorder, 1.5, Qt::CustomDashLine));
    QPen pen = painter.pen();
    pen.setDashPattern({4, 3});
    painter.setPen(pen);
    painter.setBrush(m_isUnderDrag ? colors.selection : colors.surface);
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 8, 8);
}

} // namespace portcullis::ui
