#include "ui/widgets/path_field.h"

#include "ui/widgets/labels.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>

namespace portcullis::ui {

PathField::PathField(Kind kind, const QString& name, QWidget* parent)
    : QWidget(parent)
    , m_kind(kind)
    , m_name(name)
    , m_edit(new QLineEdit)
{
    m_edit->setLayoutDirection(Qt::LeftToRight);
    auto* browse = makeButton(ButtonKind::Normal, tr("Browse…"), "folder");
    nameForAccessibility(browse, tr("%1: browse").arg(name));
    connect(browse, &QPushButton::clicked, this, &PathField::choose);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kGrid);
    row->addWidget(m_edit, 1);
    row->addWidget(browse);
    setFocusProxy(m_edit);
}

void PathField::setPath(const QString& path)
{
    m_edit->setText(path);
}

QString PathField::path() const
{
    return m_edit->text().trimmed();
}

void PathField::choose()
{
    auto* dialog = new QFileDialog(this, m_name);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(m_kind == Kind::Folder ? QFileDialog::Directory
                                               : QFileDialog::ExistingFile);
    if (!path().isEmpty()) {
        dialog->setDirectory(QFileInfo(path()).absolutePath());
    }
    connect(dialog, &QFileDialog::fileSelected, m_edit, &QLineEdit::setText);
    dialog->open();
}

} // namespace portcullis::ui
