#pragma once

#include "gateway/api/status.h"

#include <QWidget>

#include <vector>

class QLabel;
class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace portcullis::ui {

// The tools of one server: what they say of themselves, and which of them changed, are held back or
// hidden. The hints are the server's own claims and shown as such. Owner: ServerPanel or
// TestResultView. GUI thread.
class ToolsView final : public QWidget
{
    Q_OBJECT

public:
    enum class Actions
    {
        None,
        Offered // approving and showing them otherwise, by buttons and by a menu
    };

    explicit ToolsView(Actions actions, QWidget* parent = nullptr);

    // The selected tool stays selected while it is there.
    void showTools(const std::vector<api::ToolInfo>& tools);
    // A sentence instead of tools.
    void showText(const QString& text);

signals:
    void approveRequested(const std::vector<portcullis::api::ToolInfo>& tools);
    void showAsRequested(const portcullis::api::ToolInfo& tool);

private:
    [[nodiscard]] QWidget* buildActions();
    void showTool(QTreeWidgetItem& item, const api::ToolInfo& tool) const;
    void refreshActions();
    void showMenu(const QPoint& position);
    void approveSelected();
    void approveAll();
    void showSelectedAs();
    [[nodiscard]] const api::ToolInfo* selected() const;
    [[nodiscard]] std::vector<api::ToolInfo> changedTools() const;

    std::vector<api::ToolInfo> m_tools;
    QTreeWidget* m_tree;
    QLabel* m_text;
    QWidget* m_actions = nullptr;
    QPushButton* m_approve = nullptr;
    QPushButton* m_approveAll = nullptr;
    QPushButton* m_showAs = nullptr;
};

} // namespace portcullis::ui
