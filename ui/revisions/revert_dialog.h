#pragma once

#include "gateway/api/config_change.h"
#include "gateway/api/explanation.h"
#include "gateway/base/result.h"

#include <QDialog>

#include <cstddef>

class QLabel;
class QLayout;
class QPushButton;

namespace portcullis::ui {

class Banner;
class GatewayBridge;

// A change that goes back in the history, and what it would come to.
struct Reversion
{
    api::ConfigChange change; // UndoRevision or RestoreRevision
    api::ConfigPtr before;    // as it is now
    api::ConfigPtr after;     // as it would be
};

// Shows what would become of the configuration and of what keys may do, and asks for it. Owner: who
// opens it (deletes itself on close). GUI thread. Errors are shown in the dialog.
class RevertDialog final : public QDialog
{
    Q_OBJECT

public:
    // Bridge and advisor outlive it; without an advisor what keys may do is not compared.
    RevertDialog(GatewayBridge& bridge,
                 const api::PolicyAdvisor* advisor,
                 Reversion reversion,
                 QWidget* parent);

private:
    [[nodiscard]] QLayout* buildButtons();
    [[nodiscard]] QString question() const;
    void askForTools();
    void showEffect();
    void revert();
    void finish(const Result<>& changed);

    GatewayBridge& m_bridge;
    const api::PolicyAdvisor* m_advisor;
    Reversion m_reversion;
    api::ToolsOfServers m_tools;
    std::size_t m_waiting = 0; // for the tools of so many servers
    QLabel* m_effect;
    Banner* m_problem;
    QPushButton* m_act;
};

} // namespace portcullis::ui
