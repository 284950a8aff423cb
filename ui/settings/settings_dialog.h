#pragma once

#include "gateway/api/config.h"
#include "gateway/base/result.h"

#include <QDialog>

class QPushButton;
class QScrollArea;

namespace portcullis::ui {

class Banner;
class GatewayBridge;
class SettingsForm;

// Changes the settings of the gateway itself. Owner: the window that opens it (deletes itself on
// close). GUI thread. Errors are shown in the dialog, which stays open.
class SettingsDialog final : public QDialog
{
    Q_OBJECT

public:
    SettingsDialog(GatewayBridge& bridge, QWidget* parent);

private:
    void build();
    void save();
    void saveSettings(const api::Settings& settings);
    void apply(const api::Settings& settings);
    void applyRoles();
    void showProblem(const Error& error);

    GatewayBridge& m_bridge;
    SettingsForm* m_form;
    Banner* m_lockdown;
    Banner* m_problem;
    QPushButton* m_save;
    QScrollArea* m_scroll;
};

} // namespace portcullis::ui
