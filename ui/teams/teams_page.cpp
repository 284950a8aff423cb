#include "ui/teams/teams_page.h"

#include "ui/teams/cases_view.h"
#include "ui/teams/owners_view.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/tab_pages.h"

#include <QVBoxLayout>

namespace portcullis::ui {

namespace {

constexpr int kCasesTab = 1;

} // namespace

TeamsPage::TeamsPage(GatewayBridge& bridge, const Clock& clock, QWidget* parent)
    : QWidget(parent)
    , m_tabs(new TabPages(tr("Teams and cases")))
    , m_owners(new OwnersView(bridge, clock))
    , m_cases(new CasesView(bridge, clock))
{
    m_tabs->addPage(m_owners, tr("Customers and teams"));
    m_tabs->addPage(m_cases, tr("Cases"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(4 * kGrid, 2 * kGrid, 4 * kGrid, 3 * kGrid);
    column->addWidget(m_tabs);
    connect(m_owners, &OwnersView::problem, this, &TeamsPage::problem);
    connect(m_owners, &OwnersView::showKeyRequested, this, &TeamsPage::showKeyRequested);
    connect(m_cases, &CasesView::problem, this, &TeamsPage::problem);
}

bool TeamsPage::hasCasesInFront() const
{
    return m_tabs->current() == kCasesTab;
}

void TeamsPage::add()
{
    if (hasCasesInFront()) {
        m_cases->openCase();
    } else {
        m_owners->addCustomer();
    }
}

void TeamsPage::removeSelected()
{
    if (hasCasesInFront()) {
        m_cases->removeSelected();
    } else {
        m_owners->removeSelected();
    }
}

void TeamsPage::focusSearch()
{
    if (hasCasesInFront()) {
        m_cases->focusSearch();
    } else {
        m_owners->focusSearch();
    }
}

void TeamsPage::showCases()
{
    m_tabs->showPageOf(m_cases);
}

} // namespace portcullis::ui
