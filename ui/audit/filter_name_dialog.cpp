#include "ui/audit/filter_name_dialog.h"

#include "ui/widgets/form.h"
#include "ui/widgets/labels.h"
#include "ui/window_place.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace portcullis::ui {

namespace {

constexpr int kMostLetters = 60;

} // namespace

FilterNameDialog::FilterNameDialog(const QString& title, const QString& name, QWidget* parent)
    : QDialog(parent)
    , m_name(new QLineEdit(name))
    , m_row(new FormRow(tr("&Name"), m_name, {}))
{
    setObjectName(QStringLiteral("filterNameDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(title);
    m_name->setObjectName(QStringLiteral("filterName"));
    m_name->setMaxLength(kMostLetters);
    m_name->selectAll();
    auto* cancel = makeButton(ButtonKind::Normal, tr("Cancel"));
    auto* save = makeButton(ButtonKind::Primary, tr("Save"));
    save->setObjectName(QStringLiteral("saveFilterName"));
    save->setDefault(true);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(kGrid);
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(save);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(3 * kGrid, 3 * kGrid, 3 * kGrid, 2 * kGrid);
    column->setSpacing(2 * kGrid);
    column->addWidget(makeLabel(TextRole::Heading, title));
    column->addWidget(m_row);
    column->addStretch(1);
    column->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(save, &QPushButton::clicked, this, &FilterNameDialog::take);
    resizeWithinScreen(*this, QSize(400, 180));
}

void FilterNameDialog::take()
{
    const QString name = m_name->text().simplified();
    if (name.isEmpty()) {
        m_row->showProblem(tr("Give it a name."));
        m_row->focusField();
        return;
    }
    emit named(name);
    accept();
}

} // namespace portcullis::ui
