#pragma once

#include "gateway/api/explanation.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QPlainTextEdit;
class QTreeWidget;
class QTreeWidgetItem;

namespace portcullis::ui {

class GatewayBridge;

// Explains what would become of a call of a key: the decision, and each rule and condition that was
// asked. Calls nothing. Owner: itself, deleted when it closes. GUI thread.
class WhyDialog final : public QDialog
{
    Q_OBJECT

public:
    // The advisor and the bridge outlive it. `rules`: the key's, as they are being edited.
    WhyDialog(const GatewayBridge& bridge,
              const api::PolicyAdvisor& advisor,
              api::KeyConfig key,
              api::ToolsOfServers tools,
              WallTime now,
              QWidget* parent);

private:
    void build();
    void explain();
    void show(const api::Explanation& told);
    void addLevel(const api::ExplainedLevel& level);
    [[nodiscard]] api::DecisionQuestion question() const;

    const GatewayBridge& m_bridge;
    const api::PolicyAdvisor& m_advisor;
    api::KeyConfig m_key;
    api::ToolsOfServers m_tools;
    WallTime m_now;
    QComboBox* m_tool;
    QPlainTextEdit* m_arguments;
    QLabel* m_verdict;
    QLabel* m_reason;
    QTreeWidget* m_rules;
};

} // namespace portcullis::ui
