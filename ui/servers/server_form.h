#pragma once

#include "ui/servers/secret_drafts.h"

#include <QWidget>

#include <vector>

class QButtonGroup;
class QCheckBox;
class QComboBox;
class QLineEdit;
class QSpinBox;
class QTabWidget;

namespace portcullis::ui {

class Form;
class NamedValuesEditor;

// All fields of one server, on three tabs. Holds no gateway: values in, values out.
// Owner: ServerDialog. GUI thread.
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
    // The server as it stands in the fields; secrets typed come out as NamedValuesEditor says.
    // Fails with a sentence when a field cannot be read.
    [[nodiscard]] Result<api::ServerConfig> takeServer(std::vector<SecretDrafts::Secret>& secrets);

private:
    [[nodiscard]] QWidget* buildConnection();
    [[nodiscard]] QWidget* buildTransport();
    [[nodiscard]] QWidget* buildCommand();
    [[nodiscard]] QWidget* buildValues();
    [[nodiscard]] QWidget* buildAdvanced();
    void buildRecording(Form& form);
    void buildLimits(Form& form);
    void suggestId();
    void showTransport();
    void chooseProgram();
    [[nodiscard]] bool isStdio() const;

    Mode m_mode;
    std::vector<ServerId> m_taken;
    api::ServerConfig m_server; // what the fields do not show stays as it was
    bool m_idTyped = false;

    QTabWidget* m_tabs = nullptr;
    QLineEdit* m_name = nullptr;
    QLineEdit* m_id = nullptr;
    QButtonGroup* m_transport = nullptr;
    QWidget* m_commandRow = nullptr;
    QLineEdit* m_command = nullptr;
    QWidget* m_urlRow = nullptr;
    QLineEdit* m_url = nullptr;
    NamedValuesEditor* m_environment = nullptr;
    NamedValuesEditor* m_headers = nullptr;
    QComboBox* m_protocol = nullptr;
    QComboBox* m_content = nullptr;
    QSpinBox* m_timeout = nullptr;
    QSpinBox* m_inFlight = nullptr;
    QWidget* m_directoryRow = nullptr;
    QLineEdit* m_directory = nullptr;
    QWidget* m_caFileRow = nullptr;
    QLineEdit* m_caFile = nullptr;
    QCheckBox* m_plainHttp = nullptr;
};

// A short name made of the letters of a long one, different from all `taken` ones.
[[nodiscard]] QString suggestServerId(const QString& name, const std::vector<ServerId>& taken);

} // namespace portcullis::ui
