#include "ui/servers/server_form.h"
#include "ui/text.h"
#include "ui/widgets/form.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/path_field.h"
#include "ui/widgets/rate_field.h"
#include "ui/words.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSpinBox>
#include <QVBoxLayout>

#include <chrono>

namespace portcullis::ui {

namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr int kMaxTimeoutSeconds = 60 * 60;
constexpr int kMaxInFlight = 1024;
constexpr int kMaxIdleMinutes = 24 * 60;
constexpr int kRootLines = 3;
constexpr int kTextMargin = 6; // above and below the lines

QSpinBox* makeNumberField(int minimum, int maximum, int value)
{
    auto* field = new QSpinBox;
    field->setButtonSymbols(QAbstractSpinBox::NoButtons);
    field->setRange(minimum, maximum);
    field->setValue(value);
    return field;
}

// Fields show whole units, rounded up; the configuration may hold finer ones.
int wholeSeconds(std::chrono::milliseconds time)
{
    return static_cast<int>(std::chrono::ceil<seconds>(time).count());
}

int wholeMinutes(seconds time)
{
    return static_cast<int>(std::chrono::ceil<minutes>(time).count());
}

template <typename Choice>
void select(QComboBox* box, Choice choice)
{
    box->setCurrentIndex(box->findData(static_cast<int>(choice)));
}

} // namespace

// The tab for those who know why.
QWidget* ServerForm::buildAdvanced()
{
    auto* form = new Form;
    buildStart(*form->addGroup(tr("Start and stop")));
    buildTools(*form->addGroup(tr("Tools")));
    buildProtocol(*form->addGroup(tr("Protocol and recording")));
    buildLimits(*form->addGroup(tr("Limits")));
    form->addStretch();
    return form;
}

void ServerForm::buildStart(Form& form)
{
    m_start = new QComboBox;
    m_start->setObjectName(QStringLiteral("start"));
    m_start->addItem(tr("With the gateway"), static_cast<int>(api::StartMode::Eager));
    m_start->addItem(tr("By the first call"), static_cast<int>(api::StartMode::Lazy));
    m_idleStop = makeNumberField(0, kMaxIdleMinutes, 0);
    m_idleStop->setObjectName(QStringLiteral("idleStop"));
    m_idleStop->setSuffix(tr(" minutes"));
    m_idleStop->setSpecialValueText(tr("Never"));
    auto* start = new FormRow(
        tr("&Started"),
        m_start,
        tr("Until a server is started by a call, its tools are known from the last time."));
    auto* idle = new FormRow(
        tr("Stop when &idle for"), m_idleStop, tr("0 for never. The next call starts it again."));
    form.addPair(start, idle);
    place("/idleStopSeconds", idle);
    m_scope = new QComboBox;
    m_scope->setObjectName(QStringLiteral("scope"));
    m_scope->addItem(tr("All clients"), static_cast<int>(api::InstanceScope::Shared));
    m_scope->addItem(tr("Each key"), static_cast<int>(api::InstanceScope::Key));
    m_scope->addItem(tr("Each session"), static_cast<int>(api::InstanceScope::Session));
    form.addField(tr("One runnin&g for"),
                  m_scope,
                  tr("A server that remembers its client between calls, or asks it back, needs one "
                     "for each key or session."));
    m_onePerson = new QCheckBox(tr("One person &uses it"));
    m_onePerson->setObjectName(QStringLiteral("onePerson"));
    form.addField(tr("Signing in"),
                  m_onePerson,
                  tr("Lets the server ask its user to sign in at a web page. Everybody who shares "
                     "it would act as that person."));
    m_directory = new PathField(PathField::Kind::Folder, tr("Working folder"));
    FormRow* directory =
        form.addField(tr("Working &folder"), m_directory, tr("Empty for your home folder."));
    place("/workingDirectory", directory);
    m_directoryRow = directory;
    buildOffers(form);
    buildRoots(form);
}

void ServerForm::buildOffers(Form& form)
{
    auto* all = new QWidget;
    auto* column = new QVBoxLayout(all);
    column->setContentsMargins(0, 0, 0, 0);
    const auto add = [column](const QString& text, const QString& name) {
        auto* box = new QCheckBox(text);
        box->setObjectName(name);
        box->setChecked(true); // as api::ServerConfig has it
        column->addWidget(box);
        return box;
    };
    m_offersForms = add(tr("To fill in a form"), QStringLiteral("offersForms"));
    m_offersAddresses = add(tr("To open a web address"), QStringLiteral("offersAddresses"));
    m_offersSampling = add(tr("What their model says"), QStringLiteral("offersSampling"));
    m_offersRoots = add(tr("Which folders they use"), QStringLiteral("offersRoots"));
    form.addField(tr("It may ask clients"),
                  all,
                  tr("As far as they let themselves be asked. What is off is not offered to it."));
}

void ServerForm::buildRoots(Form& form)
{
    m_roots = new QPlainTextEdit;
    m_roots->setObjectName(QStringLiteral("roots"));
    m_roots->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_roots->setTabChangesFocus(true);
    m_roots->setFixedHeight(kRootLines * m_roots->fontMetrics().lineSpacing() +
                            2 * (m_roots->frameWidth() + kTextMargin));
    FormRow* roots =
        form.addField(tr("Folders it may &know"),
                      m_roots,
                      tr("One a line. Told to the server when it asks for roots and the client "
                         "names none."));
    place("/roots", roots);
}

void ServerForm::buildTools(Form& form)
{
    m_changedTools = new QComboBox;
    m_changedTools->setObjectName(QStringLiteral("changedTools"));
    m_changedTools->addItem(tr("Mark them; they stay usable"),
                            static_cast<int>(api::ChangedTools::Flag));
    m_changedTools->addItem(tr("Hold them back until you approve them"),
                            static_cast<int>(api::ChangedTools::Hold));
    form.addField(tr("Too&ls that change"),
                  m_changedTools,
                  tr("A server can change what a tool does after you allowed it. Held back means: "
                     "it does not exist for anybody until you approve the change."));
    m_keepWebLinks = new QCheckBox(tr("Leave &web links alone"));
    m_keepWebLinks->setObjectName(QStringLiteral("keepWebLinks"));
    form.addField(tr("Links in results"),
                  m_keepWebLinks,
                  tr("Clients may fetch https addresses themselves then. Otherwise they read them "
                     "through the gateway."));
}

void ServerForm::buildProtocol(Form& form)
{
    m_protocol = new QComboBox;
    m_protocol->addItem(tr("Find out by itself"), static_cast<int>(api::ProtocolChoice::Auto));
    m_protocol->addItem(tr("Sessions (up to 2025-11-25)"),
                        static_cast<int>(api::ProtocolChoice::Session));
    m_protocol->addItem(tr("Stateless (2026-07-28 and later)"),
                        static_cast<int>(api::ProtocolChoice::Stateless));
    place("/protocol", form.addField(tr("&Protocol"), m_protocol));
    m_content = new QComboBox;
    for (const auto mode :
         {api::ContentMode::Full, api::ContentMode::ProveOnly, api::ContentMode::None}) {
        m_content->addItem(contentModeText(mode), static_cast<int>(mode));
    }
    form.addField(tr("&Recorded of its calls"),
                  m_content,
                  tr("That a call happened, and its fingerprints, is recorded in any case."));
}

void ServerForm::buildLimits(Form& form)
{
    const api::ServerConfig defaults;
    m_timeout = makeNumberField(1, kMaxTimeoutSeconds, wholeSeconds(defaults.callTimeout));
    m_timeout->setSuffix(tr(" seconds"));
    m_inFlight = makeNumberField(1, kMaxInFlight, static_cast<int>(defaults.maxInFlight));
    auto* timeout = new FormRow(tr("Time li&mit of a call"), m_timeout, {});
    auto* inFlight = new FormRow(tr("Calls at &once"), m_inFlight, {});
    form.addPair(timeout, inFlight);
    m_rate = new RateField(tr("Limit how fast all keys together ma&y call it"));
    form.addField({}, m_rate);
    place("/callTimeoutSeconds", timeout);
    place("/maxInFlight", inFlight);
}

void ServerForm::setAdvanced(const api::ServerConfig& server)
{
    select(m_start, server.start);
    m_idleStop->setValue(wholeMinutes(server.idleStop));
    select(m_scope, server.scope);
    m_onePerson->setChecked(server.onePerson);
    m_offersForms->setChecked(server.offersForms);
    m_offersAddresses->setChecked(server.offersAddresses);
    m_offersSampling->setChecked(server.offersSampling);
    m_offersRoots->setChecked(server.offersRoots);
    m_keepWebLinks->setChecked(server.keepWebLinks);
    QStringList roots;
    for (const std::string& root : server.roots) {
        roots.append(toQString(root));
    }
    m_roots->setPlainText(roots.join(QLatin1Char('\n')));
    m_directory->setPath(toQString(server.workingDirectory));
    select(m_changedTools, server.changedTools);
    select(m_protocol, server.protocol);
    select(m_content, server.content);
    m_timeout->setValue(wholeSeconds(server.callTimeout));
    m_inFlight->setValue(static_cast<int>(server.maxInFlight));
    m_rate->setRate(server.rate);
}

void ServerForm::takeAdvanced(api::ServerConfig& server) const
{
    server.start = static_cast<api::StartMode>(m_start->currentData().toInt());
    if (m_idleStop->value() != wholeMinutes(server.idleStop)) {
        server.idleStop = minutes(m_idleStop->value());
    }
    server.scope = static_cast<api::InstanceScope>(m_scope->currentData().toInt());
    server.onePerson = m_onePerson->isChecked();
    server.offersForms = m_offersForms->isChecked();
    server.offersAddresses = m_offersAddresses->isChecked();
    server.offersSampling = m_offersSampling->isChecked();
    server.offersRoots = m_offersRoots->isChecked();
    server.keepWebLinks = m_keepWebLinks->isChecked();
    server.roots.clear();
    for (const QString& line : m_roots->toPlainText().split(QLatin1Char('\n'))) {
        if (const QString root = line.trimmed(); !root.isEmpty()) {
            server.roots.push_back(root.toStdString());
        }
    }
    server.changedTools = static_cast<api::ChangedTools>(m_changedTools->currentData().toInt());
    server.protocol = static_cast<api::ProtocolChoice>(m_protocol->currentData().toInt());
    server.content = static_cast<api::ContentMode>(m_content->currentData().toInt());
    if (m_timeout->value() != wholeSeconds(server.callTimeout)) {
        server.callTimeout = seconds(m_timeout->value());
    }
    server.maxInFlight = static_cast<std::uint32_t>(m_inFlight->value());
    server.rate = m_rate->rate();
}

} // namespace portcullis::ui
