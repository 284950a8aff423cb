#pragma once

#include "gateway/api/roles.h"

#include <QObject>
#include <QString>

#include <optional>

class QAction;
class QWidget;

namespace portcullis::ui {

class GatewayBridge;

// Says that a button or an entry of a menu is for those who may do something. A RolesLock keeps it
// disabled for others; nothing happens without one.
void needs(QWidget& widget, api::Operation operation);
void needs(QAction& action, api::Operation operation);

// "Administrator, auditor", for people; "No role" for none.
[[nodiscard]] QString roleNames(const api::Roles& roles);
// Whose it is to do something, as a sentence.
[[nodiscard]] QString whoMay(api::Operation operation);

// Keeps what needs a role disabled for who has not got it, whatever else wants it enabled, and says
// in its tool tip whose it is. What was refused like this is enabled again with the role.
//
// Owner: the window. GUI thread. It is a courtesy: the gateway itself refuses.
class RolesLock final : public QObject
{
    Q_OBJECT

public:
    // Over everything below `root` that needs() has marked by now.
    RolesLock(GatewayBridge& bridge, QWidget& root);

    [[nodiscard]] bool may(api::Operation operation) const;
    [[nodiscard]] bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void refresh();
    template <typename Control>
    void refresh(Control& control);
    static void keep(QAction& action);

    GatewayBridge& m_bridge;
    QWidget& m_root;
    std::optional<api::Permissions> m_applied;
};

} // namespace portcullis::ui
