#pragma once

#include "gateway/api/status.h"
#include "ui/widgets/detail_panel.h"

class QLabel;
class QPushButton;
class QStackedWidget;
class QTabWidget;

namespace portcullis::ui {

class Banner;
class CopyField;
class GatewayBridge;

// One call: what happened in words, the facts, and what was recorded of it.
// Owner: ActivityPage. GUI thread. Failure: shown in place of the recorded texts.
class CallPanel final : public DetailPanel
{
    Q_OBJECT

public:
    explicit CallPanel(GatewayBridge& bridge, QWidget* parent = nullptr);

    void showCall(const api::ActivityRow& row);
    void clear();

private:
    [[nodiscard]] QWidget* buildCall();
    void showFacts(const api::ActivityRow& row);
    void showDetails(const api::CallDetails& details);
    void clearTexts(const QString& instead);

    GatewayBridge& m_bridge;
    api::ActivityRow m_row;
    QStackedWidget* m_stack = nullptr;
    Banner* m_verdict = nullptr;
    QLabel* m_time = nullptr;
    QLabel* m_key = nullptr;
    QLabel* m_client = nullptr;
    QLabel* m_server = nullptr;
    QLabel* m_size = nullptr;
    QLabel* m_record = nullptr;
    QTabWidget* m_tabs = nullptr;
    CopyField* m_arguments = nullptr;
    CopyField* m_result = nullptr;
    CopyField* m_recorded = nullptr;
};

} // namespace portcullis::ui
