#include "ui/retention/retention_menu.h"

#include "ui/gateway_bridge.h"
#include "ui/permissions.h"
#include "ui/retention/erase_dialog.h"
#include "ui/retention/holds_dialog.h"
#include "ui/retention/keep_dialog.h"
#include "ui/retention/place_hold_dialog.h"
#include "ui/theme/icons.h"

#include <QAction>

#include <utility>

namespace portcullis::ui {

RetentionMenu::RetentionMenu(GatewayBridge& bridge,
                             std::function<api::RecordFilter()> shown,
                             QWidget* parent)
    : QMenu(parent)
    , m_bridge(bridge)
    , m_shown(std::move(shown))
{
    QAction* const holds = add("holds", "lock", tr("Legal &holds…"));
    QAction* const keep = add("keepDays", "save", tr("How long records are &kept…"));
    QAction* const eraseShown = add("erase", "remove", tr("&Erase arguments and results…"));
    needs(*holds, api::Operation::SeeLog);
    needs(*keep, api::Operation::Configure);
    needs(*eraseShown, api::Operation::RemoveContents);
    connect(holds, &QAction::triggered, this, [this] {
        emit wanted(new HoldsDialog(m_bridge, m_shown(), parentWidget()));
    });
    connect(keep, &QAction::triggered, this, [this] {
        emit wanted(new KeepDialog(m_bridge, parentWidget()));
    });
    connect(eraseShown, &QAction::triggered, this, [this] { erase(m_shown()); });
}

QAction* RetentionMenu::add(const char* name, const char* iconName, const QString& text)
{
    QAction* const action = addAction(ui::icon(iconName, Tint::Muted), text);
    action->setObjectName(QLatin1String(name));
    return action;
}

void RetentionMenu::hold(const api::RecordFilter& records)
{
    emit wanted(new PlaceHoldDialog(m_bridge, records, parentWidget()));
}

void RetentionMenu::erase(const api::RecordFilter& records)
{
    emit wanted(new EraseDialog(m_bridge, records, parentWidget()));
}

} // namespace portcullis::ui
