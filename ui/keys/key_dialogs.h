#pragma once

#include "gateway/api/gateway_client.h"

#include <QDialog>

class QComboBox;
class QPushButton;

namespace portcullis::ui {

class AllowListEditor;
class Banner;
class ClientConfigView;
class CopyField;
class GatewayBridge;
class KeyForm;

// Makes a key: who it is for and what it may use. Owner: the page that opens it (deletes itself on
// close). GUI thread. Errors are shown in the dialog, which stays open.
class NewKeyDialog final : public QDialog
{
    Q_OBJECT

public:
    NewKeyDialog(GatewayBridge& bridge, const Clock& clock, QWidget* parent);

    void reject()
        override; // waits for an answer that is on its way: it brings the only copy of a secret

signals:
    // The receiver shows the secret.
    void created(std::shared_ptr<portcullis::api::CreatedKey> key);

private:
    void build();
    void create();

    GatewayBridge& m_bridge;
    KeyForm* m_form;
    AllowListEditor* m_allow;
    Banner* m_problem;
    QPushButton* m_create;
    bool m_waiting = false;
};

// Gives a key another secret. Owner: as above. Errors are shown in the dialog, which stays open.
class RotateKeyDialog final : public QDialog
{
    Q_OBJECT

public:
    RotateKeyDialog(GatewayBridge& bridge,
                    const Clock& clock,
                    const api::KeyConfig& key,
                    QWidget* parent);

    void reject() override; // waits for an answer, as above

signals:
    // The receiver shows the secret.
    void created(std::shared_ptr<portcullis::api::CreatedKey> key);

private:
    void build(const api::KeyConfig& key, WallTime now);
    void create();

    GatewayBridge& m_bridge;
    KeyId m_key;
    bool m_replacesOld; // which the dialog says
    QComboBox* m_overlap;
    Banner* m_problem;
    QPushButton* m_create;
    bool m_waiting = false;
};

// Shows the secret of a new key, this once, and the configurations of clients with it. What it
// shows is overwritten when it closes. Owner: as above.
class KeyCreatedDialog final : public QDialog
{
    Q_OBJECT

public:
    KeyCreatedDialog(const GatewayBridge& bridge, const api::CreatedKey& key, QWidget* parent);

    void done(int result) override;
    void reject() override; // asks while the secret has been neither copied nor saved

private:
    void build(const QString& label);
    void saveToFile();
    void writeFile(const QString& path);

    CopyField* m_secret;
    ClientConfigView* m_config;
    Banner* m_notice;
    QString m_endpoint;
    QString m_dataFolder;
    bool m_taken = false; // copied or saved
};

// Changes all of a key but its allow-list. Owner: as above.
class EditKeyDialog final : public QDialog
{
    Q_OBJECT

public:
    EditKeyDialog(GatewayBridge& bridge,
                  const Clock& clock,
                  const api::KeyConfig& key,
                  QWidget* parent);

private:
    void save();
    void send(const api::UpdateKey& change);

    GatewayBridge& m_bridge;
    api::KeyConfig m_key;
    KeyForm* m_form;
    Banner* m_problem;
    QPushButton* m_save;
};

// The configurations of clients for a key whose secret is not known any more.
class ClientConfigDialog final : public QDialog
{
    Q_OBJECT

public:
    ClientConfigDialog(const GatewayBridge& bridge, QWidget* parent);
};

} // namespace portcullis::ui
