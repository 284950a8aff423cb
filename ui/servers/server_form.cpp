#include "ui/servers/server_form.h"

#include "ui/lockdown_words.h"
#include "ui/servers/command_line.h"
#include "ui/servers/named_values_editor.h"
#include "ui/servers/server_problems.h"
#include "ui/text.h"
#include "ui/widgets/form.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/path_field.h"
#include "ui/widgets/tab_pages.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>

#include <algorithm>

namespace portcullis::ui {

namespace {

constexpr int kMaxIdLength = 12; // ServerId
constexpr int kStdioButton = 0;
constexpr int kHttpButton = 1;
constexpr int kValuesTab = 1;
constexpr int kNetworkTab = 2;

} // namespace

QString suggestServerId(const QString& name, const std::vector<ServerId>& taken)
{
    QString id;
    for (const QChar c : name.toLower()) {
        const bool letter = c >= QLatin1Char('a') && c <= QLatin1Char('z');
        const bool digit = c >= QLatin1Char('0') && c <= QLatin1Char('9');
        if (letter || (digit && !id.isEmpty())) {
            id += c;
        } else if (!id.isEmpty() && !id.endsWith(QLatin1Char('-'))) {
            id += QLatin1Char('-');
        }
    }
    id.truncate(kMaxIdLength);
    while (id.endsWith(QLatin1Char('-'))) {
        id.chop(1);
    }
    const QString base = id.isEmpty() ? QStringLiteral("server") : id;
    QString unique = id;
    for (int i = 2; std::ranges::find(taken, ServerId(toStdString(unique))) != taken.end(); ++i) {
        const QString number = QString::number(i);
        unique = base.left(kMaxIdLength - static_cast<int>(number.size())) + number;
    }
    return unique;
}

ServerForm::ServerForm(Mode mode, std::vector<ServerId> taken, QWidget* parent)
    : QWidget(parent)
    , m_mode(mode)
    , m_taken(std::move(taken))
    , m_tabs(new TabPages(tr("Settings of the server")))
{
    m_tabs->addPage(buildConnection(), tr("Connection"));
    m_tabs->addPage(buildValues(), {});
    m_tabs->addPage(buildNetwork(), tr("Network"));
    m_tabs->addPage(buildAdvanced(), tr("Advanced"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_tabs);
    showTransport();
}

QWidget* ServerForm::buildConnection()
{
    auto* form = new Form;
    m_name = new QLineEdit;
    m_name->setObjectName(QStringLiteral("serverName"));
    m_name->setPlaceholderText(tr("Files of the project"));
    place("/name", form->addField(tr("&Name"), m_name));
    m_id = new QLineEdit;
    m_id->setObjectName(QStringLiteral("serverId"));
    m_id->setMaxLength(kMaxIdLength);
    m_id->setReadOnly(m_mode == Mode::Edit);
    m_id->setFont(monospaceFont());
    place(
        "/id",
        form->addField(tr("&Short name"),
                       m_id,
                       m_mode == Mode::Edit
                           ? tr("Part of the names of its tools, so it cannot change any more.")
                           : tr("Goes in front of its tools' names: up to 12 small letters, digits "
                                "and hyphens. It cannot be changed later.")));
    form->addField(tr("Kind"), buildTransport());
    FormRow* command =
        form->addField(tr("&Command"),
                       buildCommand(),
                       tr("Program and arguments in one line. Quotes keep words together; no "
                          "shell is involved."));
    place("/command", command);
    m_commandRow = command;
    buildAddress(*form);
    form->addStretch();
    connect(m_name, &QLineEdit::textEdited, this, &ServerForm::suggestId);
    connect(m_id, &QLineEdit::textEdited, this, [this] { m_idTyped = !m_id->text().isEmpty(); });
    return form;
}

void ServerForm::buildAddress(Form& form)
{
    m_url = new QLineEdit;
    m_url->setObjectName(QStringLiteral("serverUrl"));
    m_url->setPlaceholderText(QStringLiteral("https://tools.example/mcp"));
    m_url->setLayoutDirection(Qt::LeftToRight);
    FormRow* url = form.addField(tr("&Address"), m_url, tr("The server's MCP endpoint."));
    place("/url", url);
    m_urlRow = url;
    m_sse = new QCheckBox(tr("Old transport &HTTP+SSE (deprecated)"));
    m_sse->setObjectName(QStringLiteral("serverSse"));
    m_sseRow = form.addField(
        {}, m_sse, tr("For servers that have nothing newer. Ask for a newer version of them."));
}

QWidget* ServerForm::buildTransport()
{
    auto* widget = new QWidget;
    auto* row = new QHBoxLayout(widget);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(3 * kGrid);
    auto* stdio = new QRadioButton(tr("&Program on this computer (stdio)"));
    auto* http = new QRadioButton(tr("&Web address (HTTP)"));
    stdio->setObjectName(QStringLiteral("kindStdio"));
    http->setObjectName(QStringLiteral("kindHttp"));
    stdio->setChecked(true);
    m_transport = new QButtonGroup(this);
    m_transport->addButton(stdio, kStdioButton);
    m_transport->addButton(http, kHttpButton);
    row->addWidget(stdio);
    row->addWidget(http);
    row->addStretch(1);
    widget->setFocusProxy(stdio);
    connect(m_transport, &QButtonGroup::idToggled, this, &ServerForm::showTransport);
    return widget;
}

QWidget* ServerForm::buildCommand()
{
    auto* widget = new QWidget;
    m_command = new QLineEdit;
    m_command->setObjectName(QStringLiteral("serverCommand"));
    m_command->setFont(monospaceFont());
    m_command->setLayoutDirection(Qt::LeftToRight);
    m_command->setPlaceholderText(QStringLiteral("node /opt/mcp/files.mjs --root /srv/project"));
    nameForAccessibility(m_command, tr("Command"));
    auto* browse = makeButton(ButtonKind::Normal, tr("Browse…"), "folder");
    nameForAccessibility(browse, tr("Choose the program"));
    connect(browse, &QPushButton::clicked, this, &ServerForm::chooseProgram);
    auto* row = new QHBoxLayout(widget);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kGrid);
    row->addWidget(m_command, 1);
    row->addWidget(browse);
    widget->setFocusProxy(m_command);
    return widget;
}

QWidget* ServerForm::buildValues()
{
    auto* form = new Form;
    m_environment = new NamedValuesEditor({tr("Variable"),
                                           tr("Add variable"),
                                           tr("The program gets a small, safe environment. Add the "
                                              "variables it needs besides, such as a "
                                              "token.")});
    m_headers = new NamedValuesEditor(
        {tr("Header"),
         tr("Add header"),
         tr("Headers that go with every request, such as Authorization with a token.")});
    FormRow* environment = form->addField({}, m_environment);
    FormRow* headers = form->addField({}, m_headers);
    place("/environment", environment);
    place("/headers", headers);
    m_environmentRow = environment;
    m_headersRow = headers;
    form->addStretch();
    return form;
}

void ServerForm::place(const char* member, FormRow* row)
{
    m_rows[member] = row;
}

void ServerForm::suggestId()
{
    if (m_mode == Mode::Add && !m_idTyped) {
        m_id->setText(suggestServerId(m_name->text(), m_taken));
    }
}

bool ServerForm::isStdio() const
{
    return m_transport->checkedId() == kStdioButton;
}

api::Transport ServerForm::transport() const
{
    if (isStdio()) {
        return api::Transport::Stdio;
    }
    return m_sse->isChecked() ? api::Transport::Sse : api::Transport::Http;
}

void ServerForm::showTransport()
{
    if (m_directoryRow == nullptr) {
        return; // still being built
    }
    const bool stdio = isStdio();
    for (QWidget* widget : {m_commandRow, m_environmentRow, m_directoryRow}) {
        widget->setVisible(stdio);
    }
    for (QWidget* widget : {m_urlRow, m_sseRow, m_headersRow}) {
        widget->setVisible(!stdio);
    }
    m_tabs->setTitle(kValuesTab, stdio ? tr("Environment") : tr("Headers"));
    m_tabs->setTabVisible(kNetworkTab, !stdio);
}

void ServerForm::chooseProgram()
{
    auto* dialog = new QFileDialog(this, tr("Choose the program"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& file) {
        QStringList parts = splitCommandLine(m_command->text()).value_or(QStringList());
        if (parts.isEmpty()) {
            parts.push_back(file);
        } else {
            parts[0] = file;
        }
        m_command->setText(joinCommandLine(parts));
    });
    dialog->open();
}

void ServerForm::focusName()
{
    m_name->setFocus();
}

void ServerForm::setServer(const api::ServerConfig& server)
{
    m_server = server;
    m_name->setText(toQString(server.name));
    m_id->setText(toQString(server.id.str()));
    m_transport->button(server.transport == api::Transport::Stdio ? kStdioButton : kHttpButton)
        ->setChecked(true);
    QStringList parts;
    for (const std::string& part : server.command) {
        parts.push_back(toQString(part));
    }
    m_command->setText(joinCommandLine(parts));
    m_url->setText(toQString(server.url));
    m_sse->setChecked(server.transport == api::Transport::Sse);
    m_environment->setValues(server.environment);
    m_headers->setValues(server.headers);
    setNetwork(server);
    setAdvanced(server);
    showTransport();
}

void ServerForm::showLocks(const std::optional<api::LockdownStatus>& lockdown)
{
    for (const auto& [member, row] : m_rows) {
        showLock(*row, lockdown, "/servers/" + m_server.id.str() + member);
    }
}

void ServerForm::takeProgram(api::ServerConfig& server, std::vector<SecretDrafts::Secret>& secrets)
{
    const QStringList parts = splitCommandLine(m_command->text()).value_or(QStringList());
    std::ranges::transform(parts, std::back_inserter(server.command), toStdString);
    server.environment = m_environment->takeValues(server.id, secrets);
    server.workingDirectory = toStdString(m_directory->path());
}

Result<api::ServerConfig> ServerForm::takeServer(std::vector<SecretDrafts::Secret>& secrets)
{
    // What belongs to the other kind of server alone begins anew.
    const api::ServerConfig none;
    api::ServerConfig server = m_server;
    server.id = ServerId(toStdString(m_id->text().trimmed()));
    server.name = toStdString(m_name->text().trimmed());
    server.transport = transport();
    server.command.clear();
    server.environment.clear();
    server.workingDirectory.clear();
    server.url.clear();
    server.headers.clear();
    server.caFile.clear();
    server.allowPlainHttp = none.allowPlainHttp;
    server.clientCertFile.clear();
    server.clientKeyFile.clear();
    server.clientKeyPassphrase.reset();
    server.proxy = none.proxy;
    if (isStdio()) {
        takeProgram(server, secrets);
    } else {
        server.url = toStdString(m_url->text().trimmed());
        server.headers = m_headers->takeValues(server.id, secrets);
        takeNetwork(server, secrets);
    }
    takeAdvanced(server);
    return check(std::move(server));
}

Result<api::ServerConfig> ServerForm::check(api::ServerConfig server)
{
    m_problemRow = nullptr;
    for (const auto& [member, row] : m_rows) {
        row->showProblem({});
    }
    if (isStdio() && !splitCommandLine(m_command->text())) {
        const QString text =
            tr("The command ends inside quotes or after a backslash: close the quotes.");
        showProblem("/command", text);
        return fail(ErrorCode::InvalidArgument, toStdString(text));
    }
    if (const auto broken = api::brokenRule(server)) {
        const QString text = describe(*broken, server);
        showProblem(broken->member, text);
        return fail(ErrorCode::InvalidArgument, toStdString(text));
    }
    return server;
}

void ServerForm::showProblem(const std::string& member, const QString& text)
{
    // "/headers/X-Key" belongs to the row of "/headers".
    const auto found = m_rows.find(member.substr(0, member.find('/', 1)));
    if (found == m_rows.end()) {
        return;
    }
    FormRow* row = found->second;
    m_tabs->showPageOf(row);
    row->showProblem(text);
    m_problemRow = row;
}

} // namespace portcullis::ui
