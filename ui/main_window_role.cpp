#include "ui/gateway_bridge.h"
#include "ui/main_window.h"
#include "ui/permissions.h"
#include "ui/text.h"
#include "ui/widgets/banner.h"

#include <QLabel>
#include <QListWidget>

#include <array>

// What of the window there is for the roles of who sits before it.
namespace portcullis::ui {

namespace {

// By PageId: what is needed to see anything there.
constexpr std::array kPageNeeds = {api::Operation::SeeActivity,
                                   api::Operation::SeeConfiguration,
                                   api::Operation::SeeOwn,
                                   api::Operation::SeeConfiguration,
                                   api::Operation::SeeConfiguration,
                                   api::Operation::SeeOwn,
                                   api::Operation::SeeLog};

bool hasAll(const api::Roles& roles)
{
    return roles.administrator && roles.auditor && roles.analyst;
}

} // namespace

// Who has every role needs not be told.
void MainWindow::refreshRole()
{
    const auto& own = m_bridge.status().permissions;
    m_role->setVisible(own && !hasAll(own->roles));
    if (own) {
        m_role->setText(roleNames(own->roles));
        m_role->setToolTip(toolTipText(toQString(own->account)));
    }
    for (std::size_t i = 0; i < kPageNeeds.size(); ++i) {
        m_navigation->item(static_cast<int>(i))->setHidden(!m_roles->may(kPageNeeds.at(i)));
    }
    const bool hidden = m_navigation->item(static_cast<int>(currentPage()))->isHidden();
    if (hidden && m_roles->may(api::Operation::SeeOwn)) {
        showPage(PageId::Activity);
    }
}

// For somebody without any role there is nothing else to say.
bool MainWindow::showStranger()
{
    const auto& own = m_bridge.status().permissions;
    if (!own || !own->roles.none()) {
        return false;
    }
    m_stateBanner->showMessage(
        Tone::Warn,
        tr("You have no role here"),
        tr("The account %1 may ask nothing of this gateway. An administrator gives out roles.")
            .arg(toQString(own->account)));
    return true;
}

} // namespace portcullis::ui
