#pragma once

#include "gateway/api/config_change.h"
#include "gateway/api/lockdown.h"
#include "ui/servers/secret_drafts.h"

#include <QWidget>

#include <map>
#include <optional>
#include <string>
#include <vector>

class QButtonGroup;
class QCheckBox;
class QComboBox;
class QLineEdit;
class QPlainTextEdit;
class QSpinBox;

namespace portcullis::ui {

class Form;
class FormRow;
class NamedValuesEditor;
class PathField;
class RateField;
class StoredSecretField;
class TabPages;

// All fields of one server, on tabs. Holds no gateway: values in, values out. What breaks a rule is
// said at its field. Owner: ServerDialog. GUI thread.
class ServerForm final : public QWidget
{
    Q_OBJECT

public:
    enum class Mode
    {
        Add,
        Edit // the id stays
    };

    ServerForm(Mode mode, std::vector<ServerId> taken, QWidget* parent = nullptr);

    void focusName();
    void setServer(const api::ServerConfig& server);
    // Once, after setServer(): marks what a policy has locked of this server.
    void showLocks(const std::optional<api::LockdownStatus>& lockdown);
    // The server as it stands in the fields; secrets typed come out as NamedValuesEditor says, even
    // on failure. Fails with a sentence when a rule is broken.
    [[nodiscard]] Result<api::ServerConfig> takeServer(std::vector<SecretDrafts::Secret>& secrets);

    // The row whose problem is shown, to be brought into view; null when there is none.
    [[nodiscard]] FormRow* problemRow() const { return m_problemRow; }

private:
    [[nodiscard]] QWidget* buildConnection();
    void buildAddress(Form& form);
    [[nodiscard]] QWidget* buildTransport();
    [[nodiscard]] QWidget* buildCommand();
    [[nodiscard]] QWidget* buildValues();
    [[nodiscard]] QWidget* buildNetwork();
    void buildClientCertificate(Form& form);
    [[nodiscard]] QWidget* buildProxy();
    [[nodiscard]] QWidget* buildAdvanced();
    void buildStart(Form& form);
    void buildRoots(Form& form);
    void buildOffers(Form& form);
    void buildTools(Form& form);
    void buildProtocol(Form& form);
    void buildLimits(Form& form);
    // Remembers the field of a member of the configuration, by its JSON pointer.
    void place(const char* member, FormRow* row);

    void suggestId();
    void showTransport();
    void showProxy();
    void chooseProgram();
    [[nodiscard]] bool isStdio() const;
    [[nodiscard]] api::Transport transport() const;

    void setNetwork(const api::ServerConfig& server);
    void setAdvanced(const api::ServerConfig& server);
    void takeProgram(api::ServerConfig& server, std::vector<SecretDrafts::Secret>& secrets);
    void takeNetwork(api::ServerConfig& server, std::vector<SecretDrafts::Secret>& secrets);
    void takeAdvanced(api::ServerConfig& server) const;
    [[nodiscard]] std::string proxy() const;
    [[nodiscard]] Result<api::ServerConfig> check(api::ServerConfig server);
    void showProblem(const std::string& member, const QString& text);

    Mode m_mode;
    std::vector<ServerId> m_taken;
    api::ServerConfig m_server; // what the fields do not show stays as it was
    bool m_idTyped = false;
    std::map<std::string, FormRow*> m_rows; // by member
    FormRow* m_problemRow = nullptr;

    TabPages* m_tabs = nullptr;
    // Connection
    QLineEdit* m_name = nullptr;
    QLineEdit* m_id = nullptr;
    QButtonGroup* m_transport = nullptr;
    QWidget* m_commandRow = nullptr;
    QLineEdit* m_command = nullptr;
    QWidget* m_urlRow = nullptr;
    QLineEdit* m_url = nullptr;
    QWidget* m_sseRow = nullptr;
    QCheckBox* m_sse = nullptr;
    // Environment or headers
    NamedValuesEditor* m_environment = nullptr;
    NamedValuesEditor* m_headers = nullptr;
    QWidget* m_environmentRow = nullptr;
    QWidget* m_headersRow = nullptr;
    // Network
    PathField* m_caFile = nullptr;
    QCheckBox* m_plainHttp = nullptr;
    PathField* m_clientCert = nullptr;
    PathField* m_clientKey = nullptr;
    StoredSecretField* m_passphrase = nullptr;
    QWidget* m_proxyField = nullptr; // both:
    QComboBox* m_proxy = nullptr;
    QLineEdit* m_proxyAddress = nullptr;
    // Advanced
    QComboBox* m_start = nullptr;
    QSpinBox* m_idleStop = nullptr;
    QComboBox* m_scope = nullptr;
    QCheckBox* m_onePerson = nullptr;
    QCheckBox* m_offersForms = nullptr;
    QCheckBox* m_offersAddresses = nullptr;
    QCheckBox* m_offersSampling = nullptr;
    QCheckBox* m_offersRoots = nullptr;
    QCheckBox* m_keepWebLinks = nullptr;
    QPlainTextEdit* m_roots = nullptr; // a folder a line
    QWidget* m_directoryRow = nullptr;
    PathField* m_directory = nullptr;
    QComboBox* m_changedTools = nullptr;
    QComboBox* m_protocol = nullptr;
    QComboBox* m_content = nullptr;
    QSpinBox* m_timeout = nullptr;
    QSpinBox* m_inFlight = nullptr;
    RateField* m_rate = nullptr;
};

// A short name made of the letters of a long one, different from all `taken` ones.
[[nodiscard]] QString suggestServerId(const QString& name, const std::vector<ServerId>& taken);

} // namespace portcullis::ui
