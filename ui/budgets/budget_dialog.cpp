#include "ui/budgets/budget_dialog.h"

#include "ui/budgets/budget_form.h"
#include "ui/budgets/budget_words.h"
#include "ui/gateway_bridge.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/labels.h"
#include "ui/window_place.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace portcullis::ui {

BudgetDialog::BudgetDialog(GatewayBridge& bridge, const api::Budget* present, QWidget* parent)
    : QDialog(parent)
    , m_bridge(bridge)
    , m_form(new BudgetForm(bridge.config(), present))
    , m_problem(new Banner(Banner::Closing::ByCode))
    , m_save(makeButton(ButtonKind::Primary, present == nullptr ? tr("Add budget") : tr("Save")))
{
    setObjectName(QStringLiteral("budgetDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(present == nullptr ? tr("Add a budget") : tr("Edit budget"));
    build(present != nullptr);
    resizeWithinScreen(*this, QSize(600, 648));
}

void BudgetDialog::build(bool changes)
{
    m_save->setObjectName(QStringLiteral("saveBudget"));
    m_save->setDefault(true);
    auto* cancel = makeButton(ButtonKind::Normal, tr("Cancel"));
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(kGrid);
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_save);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(3 * kGrid, 3 * kGrid, 3 * kGrid, 2 * kGrid);
    column->setSpacing(2 * kGrid);
    auto* note = makeLabel(
        TextRole::Muted,
        changes ? tr("What was used in the present window stays counted. For another owner, unit "
                     "or time, add another budget.")
                : tr("A call counts against every budget of its key, team, customer, case and "
                     "server. The first one without room refuses it."));
    note->setObjectName(QStringLiteral("budgetNote"));
    column->addWidget(note);
    column->addWidget(m_form);
    if (!m_form->hasOwners()) {
        m_problem->showMessage(Tone::Info,
                               tr("There is nobody yet who could have a budget"),
                               tr("Add a server or create a key first."));
        m_form->setEnabled(false);
        m_save->setEnabled(false);
    }
    column->addWidget(m_problem);
    column->addStretch(1);
    column->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_save, &QPushButton::clicked, this, &BudgetDialog::save);
}

void BudgetDialog::save()
{
    m_problem->hide();
    const auto budget = m_form->budget();
    if (!budget) {
        return;
    }
    m_save->setEnabled(false);
    m_bridge.apply(api::SetBudget{*budget}, this, [this, id = budget->id](const Result<>& applied) {
        m_save->setEnabled(true);
        if (applied) {
            emit saved(id);
            accept();
            return;
        }
        m_problem->showMessage(Tone::Bad,
                               tr("The budget was not saved: %1").arg(describe(applied.error())),
                               budgetAdvice(applied.error()));
    });
}

} // namespace portcullis::ui
