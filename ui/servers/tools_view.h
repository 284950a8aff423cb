#pragma once

#include "gateway/api/status.h"

#include <QWidget>

#include <vector>

class QLabel;
class QTreeWidget;

namespace portcullis::ui {

// The tools of one server, with what they say of themselves. The hints are the server's own claims
// and shown as such. Owner: ServerPanel or ServerDialog. GUI thread.
class ToolsView final : public QWidget
{
    Q_OBJECT

public:
    explicit ToolsView(QWidget* parent = nullptr);

    void showTools(const std::vector<api::ToolInfo>& tools);
    // A sentence instead of tools.
    void showText(const QString& text);

private:
    QTreeWidget* m_tree;
    QLabel* m_text;
};

// "Reads only", "May destroy", or empty.
[[nodiscard]] QString hintText(const api::ToolInfo& tool);

} // namespace portcullis::ui
