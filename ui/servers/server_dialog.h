#pragma once

#include "ui/servers/server_form.h"

#include <QDialog>
#include <QPointer>

class QLabel;
class QPushButton;
class QScrollArea;

namespace portcullis::ui {

class Banner;
class TestResultView;

// Adds or edits one server; can try the connection before anything is saved.
// Owner: the page that opens it (deletes itself on close). GUI thread. Errors are shown in the
// dialog, which stays open.
class ServerDialog final : public QDialog
{
    Q_OBJECT

public:
    // With a server the dialog edits it, without one it adds one.
    ServerDialog(GatewayBridge& bridge, const api::ServerConfig* server, QWidget* parent);

signals:
    void saved(const portcullis::ServerId& server);

private:
    enum class Goal
    {
        Test,
        Save
    };

    void build();
    [[nodiscard]] QWidget* buildBody();
    void begin(Goal goal);
    void test(const api::ServerConfig& server);
    void save(const api::ServerConfig& server);
    void setBusy(bool busy);
    void showProblem(const Error& error);
    void showBroken(const Error& error); // at the field that it is about
    void showResult();

    GatewayBridge& m_bridge;
    ServerForm::Mode m_mode;
    SecretDrafts* m_secrets;
    ServerForm* m_form;
    Banner* m_problem;
    TestResultView* m_result;
    QPushButton* m_test;
    QPushButton* m_save;
    QScrollArea* m_scroll = nullptr;
    QPointer<QWidget> m_focused; // has the keyboard again when an answer has come
};

} // namespace portcullis::ui
