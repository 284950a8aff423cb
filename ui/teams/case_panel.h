#pragma once

#include "gateway/api/config.h"
#include "ui/widgets/detail_panel.h"

class QLabel;
class QPushButton;

namespace portcullis::ui {

class GatewayBridge;
class IconLabel;

// One case in full: state, keys, what they may use, and what can be done with it. Owner: CasesView.
// GUI thread.
class CasePanel final : public DetailPanel
{
    Q_OBJECT

public:
    explicit CasePanel(GatewayBridge& bridge, QWidget* parent = nullptr);

    void showCase(const CaseId& id);

signals:
    void editRequested();
    void closeRequested(bool closed);
    void removeRequested();

private:
    void refresh();

    GatewayBridge& m_bridge;
    CaseId m_id;
    IconLabel* m_dot;
    QLabel* m_state;
    QLabel* m_opened = nullptr;
    QLabel* m_closed = nullptr;
    QLabel* m_keys = nullptr;
    QLabel* m_allowed = nullptr;
    QLabel* m_shortName = nullptr;
    QLabel* m_advice;
    QPushButton* m_edit;
    QPushButton* m_close;
    QPushButton* m_remove;
};

} // namespace portcullis::ui
