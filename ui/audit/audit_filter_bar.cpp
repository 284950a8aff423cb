#include "ui/audit/audit_filter_bar.h"

#include "ui/audit/filter_shelf.h"
#include "ui/gateway_bridge.h"
#include "ui/teams/owner_words.h"
#include "ui/text.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/tables.h"
#include "ui/words.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDateTimeEdit>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace portcullis::ui {

namespace {

constexpr int kTypingPauseMillis = 250;
constexpr int kBoxLetters = 10;
constexpr int kUsualDays = 7;
constexpr int kArrowWidth = 32;
const QString kTimeFormat = QStringLiteral("yyyy-MM-dd HH:mm");

// What is no longer offered, or not yet, is looked for nevertheless.
void select(QComboBox& box, const QString& wanted)
{
    if (box.findData(wanted) < 0) {
        box.addItem(wanted, wanted);
    }
    box.setCurrentIndex(box.findData(wanted));
}

// Keeps the choice.
void refill(QComboBox& box,
            const QString& everything,
            const std::vector<std::pair<QString, QString>>& entries)
{
    const QSignalBlocker quiet(box);
    const QString chosen = box.currentData().toString();
    box.clear();
    box.addItem(everything, QString());
    for (const auto& [label, id] : entries) {
        box.addItem(label, id);
    }
    select(box, chosen);
}

} // namespace

AuditFilterBar::AuditFilterBar(GatewayBridge& bridge, KeptText kept, QWidget* parent)
    : QWidget(parent)
    , m_bridge(bridge)
    , m_saved(new FilterShelf(std::move(kept), [this] { return filter(); }))
    , m_search(makeSearchField(tr("Search tools, clients, keys, servers; a record or call id")))
    , m_part(new QComboBox)
    , m_key(new QComboBox)
    , m_server(new QComboBox)
    , m_tool(new QComboBox)
    , m_case(new QComboBox)
    , m_outcome(new QComboBox)
    , m_hasFrom(new QCheckBox(tr("F&rom")))
    , m_from(new QDateTimeEdit)
    , m_hasTo(new QCheckBox(tr("&Until")))
    , m_to(new QDateTimeEdit)
{
    m_typingPause.setSingleShot(true);
    m_typingPause.setInterval(kTypingPauseMillis);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kGrid);
    column->addWidget(buildSearch());
    column->addWidget(buildChoices());
    connect(&m_typingPause, &QTimer::timeout, this, &AuditFilterBar::apply);
    connect(m_search, &QLineEdit::textChanged, &m_typingPause, qOverload<>(&QTimer::start));
    connect(m_search, &QLineEdit::returnPressed, this, &AuditFilterBar::apply);
    connect(m_saved, &FilterShelf::chosen, this, &AuditFilterBar::setFilter);
    connect(&bridge, &GatewayBridge::configChanged, this, &AuditFilterBar::refillFromConfig);
    refillFromConfig();
    offer({});
}

QWidget* AuditFilterBar::buildSearch()
{
    auto* bar = new QWidget;
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kGrid + kGrid / 2);
    row->addWidget(m_search, 1);
    const QDate today = QDate::currentDate();
    row->addWidget(buildTime(m_hasFrom, m_from, today.addDays(-kUsualDays)));
    row->addWidget(buildTime(m_hasTo, m_to, today.addDays(1)));
    return bar;
}

QWidget* AuditFilterBar::buildChoices()
{
    prepareBox(m_part, "part", tr("Which records"));
    prepareBox(m_key, "key", tr("Records of which key"));
    prepareBox(m_server, "server", tr("Records of which server"));
    prepareBox(m_tool, "tool", tr("Records of which tool"));
    prepareBox(m_case, "case", tr("Records of which case"));
    prepareBox(m_outcome, "outcome", tr("Records of which outcome"));
    const QSignalBlocker quiet(m_part);
    for (const auto& [label, part] : {std::pair{tr("Calls"), LogPart::Calls},
                                      std::pair{tr("Refusals"), LogPart::Refusals},
                                      std::pair{tr("Configuration"), LogPart::Configuration},
                                      std::pair{tr("Sign-offs"), LogPart::SignOffs},
                                      std::pair{tr("Checks"), LogPart::Checks},
                                      std::pair{tr("Everything"), LogPart::Everything}}) {
        m_part->addItem(label, static_cast<int>(part));
    }
    m_clear = makeButton(ButtonKind::Quiet, tr("Clear filter"), "close");
    m_clear->setEnabled(false);
    connect(m_clear, &QPushButton::clicked, this, &AuditFilterBar::clear);
    auto* bar = new QWidget;
    auto* row = new FlowLayout;
    bar->setLayout(row);
    for (QComboBox* box : {m_part, m_key, m_server, m_tool, m_case, m_outcome}) {
        row->addWidget(box);
    }
    row->addWidget(m_saved);
    row->addWidget(m_clear);
    return bar;
}

void AuditFilterBar::prepareBox(QComboBox* box, const char* objectName, const QString& name)
{
    box->setObjectName(QLatin1String(objectName));
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(kBoxLetters);
    nameForAccessibility(box, name);
    connect(box, &QComboBox::currentIndexChanged, this, &AuditFilterBar::apply);
}

QWidget* AuditFilterBar::buildTime(QCheckBox* check, QDateTimeEdit* edit, QDate usual)
{
    edit->setCalendarPopup(true);
    edit->setDisplayFormat(kTimeFormat);
    // The style's own measure forgets the arrow.
    edit->setMinimumWidth(edit->fontMetrics().horizontalAdvance(kTimeFormat) + kArrowWidth);
    edit->setDateTime(usual.startOfDay());
    edit->setEnabled(false);
    nameForAccessibility(edit, check->text().remove(QLatin1Char('&')));
    connect(check, &QCheckBox::toggled, edit, &QWidget::setEnabled);
    connect(check, &QCheckBox::toggled, this, &AuditFilterBar::apply);
    connect(edit, &QDateTimeEdit::dateTimeChanged, &m_typingPause, qOverload<>(&QTimer::start));
    auto* time = new QWidget;
    auto* row = new QHBoxLayout(time);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kGrid / 2);
    row->addWidget(check);
    row->addWidget(edit);
    return time;
}

void AuditFilterBar::refillFromConfig()
{
    std::vector<std::pair<QString, QString>> keys;
    for (const api::KeyConfig& key : m_bridge.config().keys) {
        keys.emplace_back(keyLabel(key), toQString(key.id.str()));
    }
    std::vector<std::pair<QString, QString>> servers;
    for (const api::ServerConfig& server : m_bridge.config().servers) {
        servers.emplace_back(serverLabel(server), toQString(server.id.str()));
    }
    std::vector<std::pair<QString, QString>> cases;
    for (const api::Case& one : m_bridge.config().cases) {
        cases.emplace_back(ownerName(one), toQString(one.id.str()));
    }
    refill(*m_case, tr("All cases"), cases);
    refill(*m_key, tr("All keys"), keys);
    refill(*m_server, tr("All servers"), servers);
}

void AuditFilterBar::offer(const LogFacts& facts)
{
    std::vector<std::pair<QString, QString>> tools;
    for (const QString& tool : facts.tools) {
        tools.emplace_back(tool, tool);
    }
    std::vector<std::pair<QString, QString>> outcomes;
    for (const QString& name : facts.outcomes) {
        const auto outcome = api::outcomeFromName(toStdString(name));
        outcomes.emplace_back(outcome ? describe(*outcome).title : name, name);
    }
    refill(*m_tool, tr("All tools"), tools);
    refill(*m_outcome, tr("All outcomes"), outcomes);
}

LogFilter AuditFilterBar::filter() const
{
    LogFilter filter;
    filter.text = m_search->text().trimmed();
    filter.part = static_cast<LogPart>(m_part->currentData().toInt());
    filter.key = m_key->currentData().toString();
    filter.server = m_server->currentData().toString();
    filter.tool = m_tool->currentData().toString();
    filter.caseId = m_case->currentData().toString();
    filter.outcome = m_outcome->currentData().toString();
    if (m_hasFrom->isChecked()) {
        filter.from = toMicros(toWallTime(m_from->dateTime()));
    }
    if (m_hasTo->isChecked()) {
        filter.to = toMicros(toWallTime(m_to->dateTime()));
    }
    return filter;
}

api::RecordFilter AuditFilterBar::records() const
{
    const LogFilter shown = filter();
    const auto time = [](std::optional<std::int64_t> micros) {
        return micros ? std::optional(fromMicros(*micros)) : std::nullopt;
    };
    api::RecordFilter records;
    if (!shown.key.isEmpty()) {
        records.key = KeyId(toStdString(shown.key));
    }
    if (!shown.server.isEmpty()) {
        records.server = ServerId(toStdString(shown.server));
    }
    if (!shown.tool.isEmpty()) {
        records.tool = toStdString(shown.tool);
    }
    records.time = {time(shown.from), time(shown.to)};
    return records;
}

void AuditFilterBar::setFilter(const LogFilter& filter)
{
    {
        const QSignalBlocker quiet(this); // one change, not many
        m_search->setText(filter.text);
        m_part->setCurrentIndex(m_part->findData(static_cast<int>(filter.part)));
        select(*m_key, filter.key);
        select(*m_server, filter.server);
        select(*m_tool, filter.tool);
        select(*m_case, filter.caseId);
        select(*m_outcome, filter.outcome);
        const auto setTime = [](QCheckBox& check, QDateTimeEdit& edit, auto micros) {
            check.setChecked(micros.has_value());
            if (micros) {
                edit.setDateTime(toDateTime(fromMicros(*micros)));
            }
        };
        setTime(*m_hasFrom, *m_from, filter.from);
        setTime(*m_hasTo, *m_to, filter.to);
    }
    apply();
}

void AuditFilterBar::clear()
{
    setFilter({});
}

void AuditFilterBar::apply()
{
    m_typingPause.stop();
    m_clear->setEnabled(filter() != LogFilter());
    emit changed();
}

void AuditFilterBar::focusSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

} // namespace portcullis::ui
