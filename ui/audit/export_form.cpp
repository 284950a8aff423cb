#include "ui/audit/export_form.h"

#include "ui/teams/owner_words.h"
#include "ui/text.h"
#include "ui/widgets/form.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/path_field.h"
#include "ui/widgets/secret_input.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDateEdit>
#include <QLineEdit>
#include <QSysInfo>
#include <QVBoxLayout>

namespace portcullis::ui {

namespace {

constexpr int kLastDays = 30;

// An empty entry for all, then each by its id.
template <typename Items, typename Label>
QComboBox* makeChoice(const QString& all, const Items& items, Label label)
{
    auto* box = new QComboBox;
    box->addItem(all, QString());
    for (const auto& item : items) {
        box->addItem(label(item), toQString(item.id.str()));
    }
    return box;
}

std::optional<std::string> chosen(const QComboBox& box)
{
    const std::string id = toStdString(box.currentData().toString());
    return id.empty() ? std::nullopt : std::optional(id);
}

} // namespace

ExportForm::ExportForm(const api::GatewayConfig& config, QWidget* parent)
    : QWidget(parent)
    , m_period(new QComboBox)
    , m_from(new QDateEdit(QDate::currentDate().addDays(-kLastDays)))
    , m_to(new QDateEdit(QDate::currentDate()))
    , m_tool(new QLineEdit)
    , m_decision(new QComboBox)
    , m_noValues(new QCheckBox(tr("Hide all &arguments and results")))
    , m_hidden(new QLineEdit)
    , m_purpose(new QLineEdit)
    , m_requestedBy(new QLineEdit)
    , m_organisation(new QLineEdit)
    , m_certificate(new PathField(PathField::Kind::File, tr("Certificate of the organisation")))
    , m_passphrase(makeSecretField(tr("Its passphrase")))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2 * kGrid);
    column->addWidget(buildWhich(config));
    column->addWidget(buildShown());
    column->addWidget(buildWho());
    connect(m_period, &QComboBox::currentIndexChanged, this, &ExportForm::followPeriod);
    connect(m_noValues, &QCheckBox::toggled, m_hidden, &QWidget::setDisabled);
    followPeriod();
}

QWidget* ExportForm::buildWhich(const api::GatewayConfig& config)
{
    m_period->setObjectName(QStringLiteral("period"));
    m_period->addItem(tr("The whole log"), false);
    m_period->addItem(tr("A period"), true);
    for (QDateEdit* date : {m_from, m_to}) {
        date->setCalendarPopup(true);
    }
    m_key = makeChoice(
        tr("All keys"), config.keys, [](const api::KeyConfig& key) { return isolated(key.label); });
    m_server = makeChoice(tr("All servers"), config.servers, [](const api::ServerConfig& server) {
        return isolated(server.name.empty() ? server.id.str() : server.name);
    });
    m_case = makeChoice(
        tr("All cases"), config.cases, [](const api::Case& one) { return ownerName(one); });
    m_case->setObjectName(QStringLiteral("case"));
    m_decision->addItem(tr("Allowed and refused"), 0);
    m_decision->addItem(tr("Allowed only"), 1);
    m_decision->addItem(tr("Refused only"), 2);
    auto* form = new Form;
    form->addField(tr("&Which records"),
                   m_period,
                   tr("None of them can be left out unnoticed: the others show as bare headers."));
    m_fromRow = new FormRow(tr("&From"), m_from, {});
    m_toRow = new FormRow(tr("&Until"), m_to, tr("This day included."));
    form->addPair(m_fromRow, m_toRow);
    form->addPair(new FormRow(tr("&Key"), m_key, {}), new FormRow(tr("&Server"), m_server, {}));
    form->addPair(new FormRow(tr("&Tool"), m_tool, tr("Empty for all.")),
                  new FormRow(tr("&Decision"), m_decision, {}));
    form->addField(tr("Ca&se"), m_case);
    return form;
}

QWidget* ExportForm::buildShown()
{
    m_noValues->setObjectName(QStringLiteral("noValues"));
    m_hidden->setObjectName(QStringLiteral("hidden"));
    m_hidden->setPlaceholderText(QStringLiteral("result, args/patient"));
    auto* form = new Form;
    form->addField({}, m_noValues);
    m_hiddenRow =
        form->addField(tr("&Hide these values"),
                       m_hidden,
                       tr("result, args, or args/ and the name of an argument, with commas "
                          "between them. The bundle says how many it hides."));
    return form;
}

QWidget* ExportForm::buildWho()
{
    m_purpose->setObjectName(QStringLiteral("purpose"));
    auto* form = new Form;
    form->addField(tr("&Purpose"), m_purpose, tr("Stands in the bundle and in the log."));
    form->addPair(new FormRow(tr("Asked for &by"), m_requestedBy, {}),
                  new FormRow(tr("&Organisation"), m_organisation, {}));
    Form* const group = form->addGroup(tr("Signed by the organisation as well"));
    group->addField(tr("&Certificate and key"),
                    m_certificate,
                    tr("A PKCS#12 file (.p12). Empty: the log's own keys sign alone."));
    group->addField(tr("Pass&phrase of the file"), m_passphrase);
    return form;
}

void ExportForm::followPeriod()
{
    const bool isPeriod = m_period->currentData().toBool();
    m_fromRow->setVisible(isPeriod);
    m_toRow->setVisible(isPeriod);
}

bool ExportForm::readHidden(api::ExportRequest& request)
{
    m_hiddenRow->showProblem({});
    if (m_noValues->isChecked()) {
        request.values = api::Values::None;
        return true;
    }
    for (const QString& field : m_hidden->text().split(u',', Qt::SkipEmptyParts)) {
        const QString name = field.trimmed();
        const bool isOne = name == QLatin1String("result") || name == QLatin1String("args") ||
                           (name.startsWith(QLatin1String("args/")) && name.size() > 5);
        if (!isOne) {
            m_hiddenRow->showProblem(
                tr("“%1” is not the name of a value: write result, args, or args/NAME.").arg(name));
            m_hiddenRow->focusField();
            return false;
        }
        request.redacted.push_back(toStdString(name));
    }
    return true;
}

std::optional<api::ExportRequest> ExportForm::request()
{
    api::ExportRequest request;
    if (m_period->currentData().toBool()) {
        request.range = api::TimeRange{toWallTime(m_from->date().startOfDay()),
                                       toWallTime(m_to->date().addDays(1).startOfDay())};
    }
    if (const auto key = chosen(*m_key)) {
        request.key = KeyId(*key);
    }
    if (const auto server = chosen(*m_server)) {
        request.server = ServerId(*server);
    }
    if (const auto one = chosen(*m_case)) {
        request.caseId = CaseId(*one);
    }
    if (const std::string tool = toStdString(m_tool->text().trimmed()); !tool.empty()) {
        request.tool = tool;
    }
    if (const int decision = m_decision->currentData().toInt(); decision != 0) {
        request.decision = decision == 1 ? api::Decision::Allow : api::Decision::Deny;
    }
    if (!readHidden(request)) {
        return std::nullopt;
    }
    request.purpose = toStdString(m_purpose->text().trimmed());
    request.requestedBy = toStdString(m_requestedBy->text().trimmed());
    request.organisation = toStdString(m_organisation->text().trimmed());
    if (const QString file = m_certificate->path(); !file.isEmpty()) {
        request.organisationKey = api::OrganisationKey{api::Pkcs12File{toStdString(file)},
                                                       toStdString(QSysInfo::machineHostName())};
    }
    return request;
}

SecretBytes ExportForm::takeSecret()
{
    return ui::takeSecret(*m_passphrase);
}

} // namespace portcullis::ui
