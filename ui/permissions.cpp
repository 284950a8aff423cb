#include "ui/permissions.h"

#include "ui/gateway_bridge.h"
#include "ui/text.h"

#include <QAction>
#include <QCoreApplication>
#include <QEvent>
#include <QStringList>
#include <QVariant>
#include <QWidget>

namespace portcullis::ui {

namespace {

constexpr const char* kNeeds = "needsRole";      // the number of an operation
constexpr const char* kToolTip = "ownToolTip";   // while it is refused
constexpr const char* kWanted = "wantedEnabled"; // while it is refused: what else decides

QString say(const char* text)
{
    return QCoreApplication::translate("Permissions", text);
}

QString nameOf(api::Role role)
{
    switch (role) {
    case api::Role::Administrator:
        return say(QT_TRANSLATE_NOOP("Permissions", "Administrator"));
    case api::Role::Auditor:
        return say(QT_TRANSLATE_NOOP("Permissions", "Auditor"));
    case api::Role::Analyst:
        break;
    }
    return say(QT_TRANSLATE_NOOP("Permissions", "Analyst"));
}

} // namespace

void needs(QWidget& widget, api::Operation operation)
{
    widget.setProperty(kNeeds, static_cast<int>(operation));
}

void needs(QAction& action, api::Operation operation)
{
    action.setProperty(kNeeds, static_cast<int>(operation));
}

QString roleNames(const api::Roles& roles)
{
    QStringList names;
    for (const api::Role role :
         {api::Role::Administrator, api::Role::Auditor, api::Role::Analyst}) {
        if (api::holds(roles, role)) {
            names.append(nameOf(role));
        }
    }
    return names.isEmpty() ? say(QT_TRANSLATE_NOOP("Permissions", "No role"))
                           : names.join(QStringLiteral(", "));
}

QString whoMay(api::Operation operation)
{
    return say(QT_TRANSLATE_NOOP("Permissions", "This takes another role than yours: %1."))
        .arg(roleNames(api::rolesFor(operation)));
}

RolesLock::RolesLock(GatewayBridge& bridge, QWidget& root)
    : QObject(&root)
    , m_bridge(bridge)
    , m_root(root)
{
    connect(&bridge, &GatewayBridge::statusChanged, this, [this] {
        if (m_bridge.status().permissions != m_applied) { // a status comes every second
            refresh();
        }
    });
    refresh();
}

bool RolesLock::may(api::Operation operation) const
{
    return api::mayAsk(m_bridge.status(), operation);
}

template <typename Control>
void RolesLock::refresh(Control& control)
{
    const QVariant needed = control.property(kNeeds);
    if (!needed.isValid()) {
        return;
    }
    const auto operation = static_cast<api::Operation>(needed.toInt());
    const bool refused = control.property(kWanted).isValid();
    if (may(operation)) {
        if (refused) {
            const bool wanted = control.property(kWanted).toBool();
            control.setToolTip(control.property(kToolTip).toString());
            control.setProperty(kWanted, {});
            control.setEnabled(wanted);
        }
        return;
    }
    if (!refused) {
        control.setProperty(kToolTip, control.toolTip());
        control.setProperty(kWanted, control.isEnabled());
        control.setToolTip(toolTipText(whoMay(operation)));
    }
    control.setEnabled(false);
}

void RolesLock::refresh()
{
    m_applied = m_bridge.status().permissions;
    for (QWidget* widget : m_root.findChildren<QWidget*>()) {
        if (widget->property(kNeeds).isValid()) {
            widget->removeEventFilter(this);
            widget->installEventFilter(this);
            refresh(*widget);
        }
    }
    for (QAction* action : m_root.findChildren<QAction*>()) {
        if (action->property(kNeeds).isValid()) {
            disconnect(action, &QAction::changed, this, nullptr);
            refresh(*action);
            connect(action, &QAction::changed, this, [this, action] { keep(*action); });
        }
    }
}

// Like the filter of widgets.
void RolesLock::keep(QAction& action)
{
    if (action.property(kWanted).isValid() && action.isEnabled()) {
        action.setProperty(kWanted, true);
        action.setEnabled(false);
    }
}

bool RolesLock::eventFilter(QObject* watched, QEvent* event)
{
    auto* widget = qobject_cast<QWidget*>(watched);
    if (event->type() == QEvent::EnabledChange && widget != nullptr &&
        widget->property(kWanted).isValid() && widget->isEnabledTo(widget->parentWidget())) {
        widget->setProperty(kWanted, true);
        widget->setEnabled(false);
    }
    return QObject::eventFilter(watched, event);
}

} // namespace portcullis::ui
