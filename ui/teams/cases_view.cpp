#include "ui/teams/cases_view.h"

#include "ui/gateway_bridge.h"
#include "ui/keys/wider_rights.h"
#include "ui/teams/case_dialog.h"
#include "ui/teams/case_panel.h"
#include "ui/teams/cases_model.h"
#include "ui/teams/owner_words.h"
#include "ui/widgets/column_hider.h"
#include "ui/widgets/confirm.h"

#include <QHeaderView>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace portcullis::ui {

CasesView::CasesView(GatewayBridge& bridge, const Clock& clock, QWidget* parent)
    : CasesView(bridge, clock, new CasesModel(bridge), new CasePanel(bridge), parent)
{}

CasesView::CasesView(
    GatewayBridge& bridge, const Clock& clock, CasesModel* model, CasePanel* panel, QWidget* parent)
    : ListPage(bridge, model, panel, parent)
    , m_clock(clock)
    , m_model(model)
    , m_panel(panel)
{
    prepareColumns();
    connect(m_panel, &CasePanel::editRequested, this, &CasesView::editChosen);
    connect(m_panel, &CasePanel::closeRequested, this, &CasesView::setClosedSelected);
    connect(m_panel, &CasePanel::removeRequested, this, &CasesView::removeSelected);
    build({tr("Cases"),
           tr("What is worked on: closed, no key bound to it is let in any more."),
           tr("Open case"),
           tr("Open a case (Ctrl+N)"),
           tr("Search cases"),
           "folder",
           tr("No cases yet"),
           tr("Bind keys to a case, and each call is recorded with it. A case can limit what its "
              "keys may use, have a budget, and when it is closed, its keys stop working."),
           tr("Open a case…")},
          520,
          440);
    layout()->setContentsMargins(0, 0, 0, 0); // the page around it has them
}

void CasesView::prepareColumns()
{
    table().setObjectName(QStringLiteral("cases"));
    sorted().setFilterKeyColumn(-1);
    QHeaderView* header = table().horizontalHeader();
    header->setSectionResizeMode(CasesModel::Name, QHeaderView::Stretch);
    header->resizeSection(CasesModel::State, 144);
    header->resizeSection(CasesModel::Keys, 96);
    header->resizeSection(CasesModel::Allowed, 168);
    header->resizeSection(CasesModel::Opened, 112);
    new ColumnHider(
        &table(), {{CasesModel::Keys, 352}, {CasesModel::Allowed, 480}, {CasesModel::Opened, 608}});
}

int CasesView::chosenRow() const
{
    return m_model->rowOf(m_selected);
}

void CasesView::choose(int row)
{
    m_selected = m_model->caseAt(row);
    m_panel->showCase(m_selected);
}

void CasesView::openCase()
{
    api::Case one;
    one.opened = m_clock.wallNow();
    auto* dialog = new CaseDialog(bridge(), one, this);
    connect(dialog, &CaseDialog::saved, this, [this](const std::string& id) {
        m_selected = CaseId(id);
        if (const int row = chosenRow(); row >= 0) {
            selectRow(row);
        }
    });
    dialog->open();
}

void CasesView::editChosen()
{
    if (const api::Case* one = api::findCase(bridge().config(), m_selected)) {
        auto* dialog = new CaseDialog(bridge(), *one, this);
        dialog->open();
    }
}

void CasesView::setClosedSelected(bool closed)
{
    const api::Case* one = api::findCase(bridge().config(), m_selected);
    if (one == nullptr) {
        return;
    }
    api::UpdateCase change{*one};
    if (!closed) {
        change.updated.closed.reset();
        confirmWider(this, bridge(), change, [this, change] {
            apply(change, tr("The case could not be reopened"));
        });
        return;
    }
    // A clock that was set back must not keep a case from being closed.
    change.updated.closed = std::max(one->opened, m_clock.wallNow());
    confirm(this, beforeClosing(*one, bridge().config()), [this, change] {
        apply(change, tr("The case could not be closed"));
    });
}

void CasesView::removeSelected()
{
    const api::Case* one = api::findCase(bridge().config(), m_selected);
    if (one == nullptr) {
        return;
    }
    const api::RemoveCase change{one->id};
    const QString failure = tr("The case could not be removed");
    if (const QString obstacle = obstacleTo(change, bridge().config()); !obstacle.isEmpty()) {
        emit problem(failure, obstacle);
        return;
    }
    confirm(this, beforeRemoving(*one, bridge().config()), [this, change, failure] {
        apply(change, failure);
    });
}

} // namespace portcullis::ui
