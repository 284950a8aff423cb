#pragma once

#include "gateway/base/clock.h"

#include <QTimer>
#include <QWidget>

class QFrame;
class QLabel;
class QLayout;
class QPushButton;
class QVBoxLayout;

namespace portcullis::ui {

class Banner;
class CallChart;
class CopyField;
class GatewayBridge;
class IconLabel;
class SetupGuide;

// Is it running, where, which servers are up, how much is called, what was refused last. Until the
// first client has connected it begins with the guide.
// Owner: MainWindow. GUI thread.
class OverviewPage final : public QWidget
{
    Q_OBJECT

public:
    OverviewPage(GatewayBridge& bridge, const Clock& clock, QWidget* parent = nullptr);

    void connectSignals();
    void reload();

signals:
    void addServerRequested();
    void createKeyRequested();
    void showConfigurationRequested();
    void showServersRequested();
    void showCallRequested(qint64 n);
    void showRefusalsRequested();

private:
    [[nodiscard]] QFrame* buildGatewayCard();
    [[nodiscard]] QFrame* buildServersCard();
    [[nodiscard]] QFrame* buildCallsCard();
    [[nodiscard]] QFrame* buildRefusalsCard();
    [[nodiscard]] QLayout* buildFigures();
    void refreshStatus();
    void refreshServers();
    void fetchRefusals();
    void acceptLog();

    GatewayBridge& m_bridge;
    const Clock& m_clock;
    SetupGuide* m_guide = nullptr;
    IconLabel* m_stateIcon = nullptr;
    QLabel* m_state = nullptr;
    QLabel* m_stateText = nullptr;
    QPushButton* m_acceptLog = nullptr;
    Banner* m_lockdown = nullptr;
    Banner* m_warning = nullptr;
    Banner* m_problem = nullptr;
    CopyField* m_endpoint = nullptr;
    QLabel* m_serversUp = nullptr;
    QVBoxLayout* m_serverList = nullptr;
    QLabel* m_calls = nullptr;
    QLabel* m_refused = nullptr;
    QLabel* m_running = nullptr;
    QLabel* m_records = nullptr;
    CallChart* m_chart = nullptr;
    QVBoxLayout* m_refusals = nullptr;
    QFrame* m_callsCard = nullptr;
    QFrame* m_refusalsCard = nullptr;
    QTimer m_refusalTimer; // gathers a flood of refusals into one query
};

} // namespace portcullis::ui
