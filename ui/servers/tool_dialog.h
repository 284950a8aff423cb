#pragma once

#include "gateway/api/config.h"
#include "gateway/api/status.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace portcullis::ui {

class Banner;
class FormRow;
class GatewayBridge;

// How one tool is shown to clients: under another name, with another description, or not at all;
// and what is kept of its calls. Owner: the page that opens it (deletes itself on close). GUI
// thread. Errors are shown in the dialog, which stays open.
class ToolDialog final : public QDialog
{
    Q_OBJECT

public:
    ToolDialog(GatewayBridge& bridge,
               const api::ServerConfig& server,
               const api::ToolInfo& tool,
               QWidget* parent);

private:
    void build();
    [[nodiscard]] QWidget* buildForm();
    void showOverride(const api::ToolOverride& shown);
    void save();
    void showProblem(const Error& error);
    [[nodiscard]] api::ToolOverride chosen() const;

    GatewayBridge& m_bridge;
    ServerId m_server;
    api::ToolInfo m_tool;
    QLineEdit* m_name;
    QCheckBox* m_replace;
    QPlainTextEdit* m_description;
    QCheckBox* m_hide;
    QComboBox* m_content;
    FormRow* m_nameRow = nullptr;
    FormRow* m_descriptionRow = nullptr;
    Banner* m_problem;
    QPushButton* m_save;
};

// The server with one tool shown like this; without a line for it where nothing is different.
[[nodiscard]] api::ServerConfig withOverride(api::ServerConfig server,
                                             const api::ToolOverride& shown);

} // namespace portcullis::ui
