#include "ui/settings/settings_form.h"

#include "ui/lockdown_words.h"
#include "ui/settings/roles_form.h"
#include "ui/text.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/form.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/tab_pages.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QRadioButton>
#include <QSpinBox>
#include <QVBoxLayout>

#include <utility>

namespace portcullis::ui {

namespace {

constexpr int kShortestName = 32; // requirement E-04
constexpr int kLongestName = 128;
constexpr int kGeneralTab = 0;
constexpr int kLimitsTab = 1;
constexpr int kMostDays = 36'500; // a century
constexpr int kMostPort = 65535;

QSpinBox* makeNumberField(int minimum, int maximum)
{
    auto* field = new QSpinBox;
    field->setButtonSymbols(QAbstractSpinBox::NoButtons);
    field->setRange(minimum, maximum);
    return field;
}

} // namespace

SettingsForm::SettingsForm(const api::GatewayConfig& config, QWidget* parent)
    : QWidget(parent)
    , m_before(config.settings)
    , m_tabs(new TabPages(tr("Settings of the gateway")))
    , m_roles(new RolesForm(config.roles))
{
    m_tabs->addPage(buildGeneral(), tr("General"));
    m_tabs->addPage(buildLimits(), tr("Limits"));
    m_tabs->addPage(m_roles, tr("Roles"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_tabs);
    setGeneral(m_before);
    setLimits(m_before.limits);
}

QWidget* SettingsForm::buildGeneral()
{
    auto* form = new Form;
    buildEndpoint(*form->addGroup(tr("Endpoint for clients")));
    buildDurability(*form->addGroup(tr("Audit log")));
    buildRetention(*form->addGroup(tr("How long the log keeps what it knows")));
    buildNaming(*form->addGroup(tr("Names of tools")));
    form->addStretch();
    return form;
}

void SettingsForm::buildEndpoint(Form& form)
{
    m_host = new QLineEdit;
    m_host->setObjectName(QStringLiteral("listenHost"));
    m_host->setLayoutDirection(Qt::LeftToRight);
    m_port = makeNumberField(0, kMostPort);
    m_port->setObjectName(QStringLiteral("listenPort"));
    m_port->setGroupSeparatorShown(false);
    m_port->setSpecialValueText(tr("Any free one"));
    auto* host =
        new FormRow(tr("&Address"),
                    m_host,
                    tr("Of this computer: 127.0.0.1 or ::1. No other computer can connect."));
    auto* port = new FormRow(tr("&Port"), m_port, tr("1 to 65535; 0 for any free one."));
    form.addPair(host, port);
    m_rows["/listen"] = host;
    place("/listen", host);
    place("/listen", port);
    m_notice = new Banner(Banner::Closing::ByCode);
    m_notice->setObjectName(QStringLiteral("listenNotice"));
    form.addWidget(m_notice);
    m_offerSse = new QCheckBox(tr("&Old transport HTTP+SSE for old clients (deprecated)"));
    m_offerSse->setObjectName(QStringLiteral("offerSse"));
    place("/offerSse",
          form.addField({},
                        m_offerSse,
                        tr("At /sse instead of /mcp, with the same keys. Leave it off unless a "
                           "client needs it.")));
    m_lenientSessions = new QCheckBox(tr("Serve requests that name no sess&ion"));
    m_lenientSessions->setObjectName(QStringLiteral("lenientSessions"));
    form.addField({},
                  m_lenientSessions,
                  tr("Some clients forget their session in calls of tools. Those work without one; "
                     "nothing can be asked or told on the way."));
    connect(m_host, &QLineEdit::textChanged, this, &SettingsForm::refreshNotice);
    connect(m_port, &QSpinBox::valueChanged, this, &SettingsForm::refreshNotice);
}

void SettingsForm::buildDurability(Form& form)
{
    m_durability = new QButtonGroup(this);
    const auto addChoice = [this, &form](api::Durability durability,
                                         const char* name,
                                         const QString& label,
                                         const QString& hint) {
        auto* button = new QRadioButton(label);
        button->setObjectName(QLatin1String(name));
        nameForAccessibility(button, QString(label).remove(QLatin1Char('&')), hint);
        m_durability->addButton(button, static_cast<int>(durability));
        place("/durability", form.addField({}, button, hint));
    };
    addChoice(api::Durability::Strict,
              "durabilityStrict",
              tr("&Strict: each record is on the disk before anything goes on"),
              tr("Nothing recorded is lost, even when the power fails. Calls wait for the disk."));
    addChoice(api::Durability::Standard,
              "durabilityStandard",
              tr("S&tandard: the disk follows at once"),
              tr("Faster. When Portcullis crashes nothing is lost; when the computer does, the "
                 "last 50 milliseconds may be."));
    m_receipts = new QCheckBox(tr("&Receipts: each result tells its place in the log"));
    m_receipts->setObjectName(QStringLiteral("receipts"));
    place("/receipts",
          form.addField({},
                        m_receipts,
                        tr("A client that keeps them can show later that a record was removed. "
                           "Models do not see them.")));
}

void SettingsForm::buildRetention(Form& form)
{
    const auto makeDays = [](const char* name) {
        auto* days = makeNumberField(0, kMostDays);
        days->setObjectName(QLatin1String(name));
        days->setSpecialValueText(tr("For ever"));
        days->setSuffix(tr(" days"));
        return days;
    };
    m_contentDays = makeDays("contentDays");
    m_bodyDays = makeDays("bodyDays");
    auto* contents = new FormRow(tr("Ar&guments and results"),
                                 m_contentDays,
                                 tr("0 for ever. What is older can never be read again."));
    auto* bodies = new FormRow(tr("&Who called, and why"),
                               m_bodyDays,
                               tr("0 for ever. Arguments and results go along with it."));
    form.addPair(contents, bodies);
    place("/retention/contentDays", contents);
    place("/retention/bodyDays", bodies);
    form.addWidget(makeLabel(TextRole::Muted,
                             tr("That there was a call, when, and of which tool, stays in any "
                                "case. What is on legal hold stays as it is.")));
}

void SettingsForm::buildNaming(Form& form)
{
    m_prefix = new QCheckBox(tr("Put the server's &short name in front"));
    m_prefix->setObjectName(QStringLiteral("serverPrefix"));
    FormRow* prefix = form.addField(
        {},
        m_prefix,
        tr("files__read_file instead of read_file. Without it, a name that two servers "
           "use gets an ending that tells them apart."));
    place("/toolNames/serverPrefix", prefix);
    m_maxLength = makeNumberField(kShortestName, kLongestName);
    m_maxLength->setObjectName(QStringLiteral("nameLength"));
    m_maxLength->setSuffix(tr(" characters"));
    m_rows["/toolNames/maxLength"] =
        form.addField(tr("&Longest name"),
                      m_maxLength,
                      tr("32 to 128. Many clients put their own words in front and take at most 64 "
                         "in all; the default, 46, leaves room for them. A longer name is cut, "
                         "with an ending that keeps it apart."));
    place("/toolNames/maxLength", m_rows["/toolNames/maxLength"]);
}

QWidget* SettingsForm::buildLimits()
{
    auto* form = new Form;
    form->addWidget(makeLabel(TextRole::Muted,
                              tr("What one client, or all of them, can take of this computer. The "
                                 "limits of servers are among the settings of each server.")));
    for (const auto group : {LimitGroup::Sizes, LimitGroup::Sessions, LimitGroup::Calls}) {
        Form* fields = form->addGroup(titleOf(group));
        FormRow* left = nullptr;
        for (std::size_t i = 0; i < limitFields().size(); ++i) {
            const LimitField& field = limitFields()[i];
            if (field.group != group) {
                continue;
            }
            m_limits[i] = makeNumberField(field.low, field.high);
            m_limits[i]->setObjectName(QLatin1String(field.member));
            m_limits[i]->setGroupSeparatorShown(true);
            m_limits[i]->setSuffix(suffixOf(field.unit));
            auto* row = new FormRow(labelOf(field), m_limits[i], hintOf(field));
            m_rows[field.member] = row;
            place(field.member, row);
            if (left == nullptr) {
                left = row;
            } else {
                fields->addPair(std::exchange(left, nullptr), row);
            }
        }
        if (left != nullptr) {
            fields->addPair(left, nullptr);
        }
    }
    form->addStretch();
    return form;
}

void SettingsForm::setGeneral(const api::Settings& settings)
{
    m_host->setText(toQString(settings.listenHost));
    m_port->setValue(settings.listenPort);
    m_durability->button(static_cast<int>(settings.durability))->setChecked(true);
    m_receipts->setChecked(settings.receipts);
    m_offerSse->setChecked(settings.offerSse);
    m_lenientSessions->setChecked(settings.lenientSessions);
    m_contentDays->setValue(static_cast<int>(settings.retention.contentDays));
    m_bodyDays->setValue(static_cast<int>(settings.retention.bodyDays));
    m_prefix->setChecked(settings.toolNames.serverPrefix);
    m_maxLength->setValue(static_cast<int>(settings.toolNames.maxLength));
    refreshNotice();
}

void SettingsForm::setLimits(const api::Limits& limits)
{
    for (std::size_t i = 0; i < m_limits.size(); ++i) {
        m_limits[i]->setValue(shownLimit(limits, limitFields()[i]));
    }
}

// People copy addresses with the brackets that they have in URLs.
std::string SettingsForm::host() const
{
    QString text = m_host->text().trimmed();
    if (text.startsWith(QLatin1Char('[')) && text.endsWith(QLatin1Char(']'))) {
        text = text.mid(1, text.size() - 2);
    }
    return toStdString(text);
}

api::Settings SettingsForm::settings() const
{
    api::Settings settings = m_before;
    settings.listenHost = host();
    settings.listenPort = static_cast<std::uint16_t>(m_port->value());
    settings.durability = static_cast<api::Durability>(m_durability->checkedId());
    settings.receipts = m_receipts->isChecked();
    settings.offerSse = m_offerSse->isChecked();
    settings.lenientSessions = m_lenientSessions->isChecked();
    settings.retention = {static_cast<std::uint32_t>(m_contentDays->value()),
                          static_cast<std::uint32_t>(m_bodyDays->value())};
    settings.toolNames.serverPrefix = m_prefix->isChecked();
    settings.toolNames.maxLength = static_cast<std::uint32_t>(m_maxLength->value());
    for (std::size_t i = 0; i < m_limits.size(); ++i) {
        setLimit(settings.limits, limitFields()[i], m_limits[i]->value());
    }
    return settings;
}

void SettingsForm::place(const char* member, FormRow* row)
{
    m_fields.emplace_back(member, row);
}

void SettingsForm::showLocks(const std::optional<api::LockdownStatus>& lockdown)
{
    m_lockdown = lockdown;
    for (const auto& [member, row] : m_fields) {
        showLock(*row, m_lockdown, "/settings" + member);
    }
}

// With what is locked as it is.
api::Settings SettingsForm::defaults() const
{
    api::Settings settings;
    const auto keep = [this](const char* member, auto& value, const auto& before) {
        if (m_lockdown && api::lockOf(*m_lockdown, std::string("/settings") + member) != nullptr) {
            value = before;
        }
    };
    keep("/listen", settings.listenHost, m_before.listenHost);
    keep("/listen", settings.listenPort, m_before.listenPort);
    keep("/durability", settings.durability, m_before.durability);
    keep("/receipts", settings.receipts, m_before.receipts);
    keep("/offerSse", settings.offerSse, m_before.offerSse);
    keep("/retention/contentDays", settings.retention.contentDays, m_before.retention.contentDays);
    keep("/retention/bodyDays", settings.retention.bodyDays, m_before.retention.bodyDays);
    keep("/toolNames/serverPrefix",
         settings.toolNames.serverPrefix,
         m_before.toolNames.serverPrefix);
    keep("/toolNames/maxLength", settings.toolNames.maxLength, m_before.toolNames.maxLength);
    for (const LimitField& field : limitFields()) {
        int shown = shownLimit(settings.limits, field);
        keep(field.member, shown, shownLimit(m_before.limits, field));
        setLimit(settings.limits, field, shown);
    }
    return settings;
}

void SettingsForm::restoreDefaults()
{
    if (m_tabs->current() == kGeneralTab) {
        setGeneral(defaults());
    } else if (m_tabs->current() == kLimitsTab) {
        setLimits(defaults().limits);
    }
}

std::optional<api::RoleMap> SettingsForm::roles() const
{
    return m_roles->roles();
}

void SettingsForm::refreshNotice()
{
    if (host() == m_before.listenHost && m_port->value() == m_before.listenPort) {
        m_notice->hide();
        return;
    }
    m_notice->showMessage(Tone::Info,
                          tr("Takes effect at the next start of Portcullis"),
                          tr("The configurations of your clients must name the new address then."));
}

FormRow* SettingsForm::showBroken(const api::BrokenRule& rule)
{
    clearProblems();
    const auto found = m_rows.find(rule.member);
    if (found == m_rows.end()) {
        return nullptr;
    }
    FormRow* row = found->second;
    m_tabs->showPageOf(row);
    // The fields of numbers take nothing beyond their range.
    row->showProblem(rule.member == "/listen"
                         ? tr("Give an address of this computer, such as 127.0.0.1 or ::1.")
                         : toQString(rule.what));
    return row;
}

void SettingsForm::clearProblems()
{
    for (const auto& [member, row] : m_rows) {
        row->showProblem({});
    }
}

void SettingsForm::focusFirst()
{
    m_host->setFocus();
}

} // namespace portcullis::ui
