#pragma once

#include "gateway/api/config.h"

#include <QDialog>

class QCheckBox;
class QPushButton;

namespace portcullis::ui {

class AllowListEditor;
class Banner;
class GatewayBridge;

// What may be used of a server at all, whatever keys allow. Asks before keys gain anything.
// Owner: the page that opens it (deletes itself on close). GUI thread. Errors are shown in the
// dialog, which stays open.
class ServerRulesDialog final : public QDialog
{
    Q_OBJECT

public:
    ServerRulesDialog(GatewayBridge& bridge, const api::ServerConfig& server, QWidget* parent);

private:
    void build();
    [[nodiscard]] std::vector<api::AllowRule> rules() const;
    void save();
    void send(const api::ServerConfig& server);

    GatewayBridge& m_bridge;
    api::ServerConfig m_server;
    QCheckBox* m_limited;
    AllowListEditor* m_rules;
    Banner* m_problem;
    QPushButton* m_save;
};

} // namespace portcullis::ui
