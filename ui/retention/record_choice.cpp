#include "ui/retention/record_choice.h"

#include "gateway/api/log_listing.h"
#include "ui/text.h"
#include "ui/widgets/form.h"
#include "ui/widgets/labels.h"
#include "ui/words.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDateTimeEdit>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QVBoxLayout>

namespace portcullis::ui {

namespace {

constexpr int kUsualDays = 7;
constexpr int kBoxLetters = 10;
constexpr int kArrowWidth = 32;
constexpr qsizetype kCallLength = 36; // of a UUID
const QString kTimeFormat = QStringLiteral("yyyy-MM-dd HH:mm");

template <typename Items, typename Label>
QComboBox* makeChoice(const char* name, const QString& all, const Items& items, Label label)
{
    auto* box = new QComboBox;
    box->setObjectName(QLatin1String(name));
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(kBoxLetters);
    box->addItem(all, QString());
    for (const auto& item : items) {
        box->addItem(label(item), toQString(item.id.str()));
    }
    return box;
}

// A key or server that is gone is still in the log, by its id.
void select(QComboBox& box, const std::string& id)
{
    const QString wanted = toQString(id);
    if (box.findData(wanted) < 0) {
        box.addItem(wanted, wanted);
    }
    box.setCurrentIndex(box.findData(wanted));
}

QLineEdit* makeLine(const char* name)
{
    auto* line = new QLineEdit;
    line->setObjectName(QLatin1String(name));
    line->setLayoutDirection(Qt::LeftToRight);
    return line;
}

bool isCall(const QString& text)
{
    return text.size() == kCallLength && api::callPrefix(toStdString(text)).has_value();
}

} // namespace

RecordChoice::RecordChoice(const api::GatewayConfig& config, QWidget* parent)
    : QWidget(parent)
    , m_key(makeChoice("choiceKey", tr("All keys"), config.keys, keyLabel))
    , m_server(makeChoice("choiceServer", tr("All servers"), config.servers, serverLabel))
    , m_tool(makeLine("choiceTool"))
    , m_call(makeLine("choiceCall"))
    , m_callRow(new FormRow(tr("Ca&ll"), m_call, tr("Its id, as records show it. Empty for all.")))
    , m_from(makeMoment(
          "choiceFrom", tr("&From"), tr("Recorded at this moment or later."), kUsualDays))
    , m_to(makeMoment("choiceTo", tr("&Until"), tr("Recorded before this moment."), 0))
{
    auto* form = new Form;
    form->addPair(new FormRow(tr("&Key"), m_key, {}), new FormRow(tr("Ser&ver"), m_server, {}));
    form->addPair(new FormRow(tr("&Tool"), m_tool, tr("Its own name. Empty for all.")), m_callRow);
    form->addPair(m_from.row, m_to.row);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(form);
    for (const QComboBox* box : {m_key, m_server}) {
        connect(box, &QComboBox::currentIndexChanged, this, &RecordChoice::changed);
    }
    for (const QLineEdit* line : {m_tool, m_call}) {
        connect(line, &QLineEdit::textChanged, this, &RecordChoice::changed);
    }
}

RecordChoice::Moment
RecordChoice::makeMoment(const char* name, const QString& label, const QString& hint, int daysAgo)
{
    Moment moment{new QCheckBox(label), new QDateTimeEdit, nullptr};
    moment.check->setObjectName(QLatin1String(name));
    moment.edit->setObjectName(QLatin1String(name) + QStringLiteral("Time"));
    moment.edit->setCalendarPopup(true);
    moment.edit->setDisplayFormat(kTimeFormat);
    // The style's own measure forgets the arrow.
    moment.edit->setMinimumWidth(moment.edit->fontMetrics().horizontalAdvance(kTimeFormat) +
                                 kArrowWidth);
    moment.edit->setDateTime(QDate::currentDate().addDays(-daysAgo).startOfDay());
    moment.edit->setEnabled(false);
    nameForAccessibility(moment.edit, QString(label).remove(QLatin1Char('&')), hint);
    connect(moment.check, &QCheckBox::toggled, moment.edit, &QWidget::setEnabled);
    connect(moment.check, &QCheckBox::toggled, this, &RecordChoice::changed);
    connect(moment.edit, &QDateTimeEdit::dateTimeChanged, this, &RecordChoice::changed);
    auto* field = new QWidget;
    auto* row = new QHBoxLayout(field);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kGrid);
    row->addWidget(moment.check);
    row->addWidget(moment.edit, 1);
    field->setFocusProxy(moment.edit);
    moment.row = new FormRow({}, field, hint);
    return moment;
}

std::optional<api::RecordFilter> RecordChoice::filter()
{
    api::RecordFilter filter;
    if (const auto key = toStdString(m_key->currentData().toString()); !key.empty()) {
        filter.key = KeyId(key);
    }
    if (const auto server = toStdString(m_server->currentData().toString()); !server.empty()) {
        filter.server = ServerId(server);
    }
    if (const auto tool = toStdString(m_tool->text().trimmed()); !tool.empty()) {
        filter.tool = tool;
    }
    const QString call = m_call->text().trimmed().toLower();
    if (!call.isEmpty()) {
        filter.call = CallId(toStdString(call));
    }
    if (m_from.check->isChecked()) {
        filter.time.from = toWallTime(m_from.edit->dateTime());
    }
    if (m_to.check->isChecked()) {
        filter.time.to = toWallTime(m_to.edit->dateTime());
    }
    const bool wrongCall = !call.isEmpty() && !isCall(call);
    const bool wrongTime =
        filter.time.from && filter.time.to && *filter.time.from >= *filter.time.to;
    m_callRow->showProblem(wrongCall ? tr("Copy the whole id of the call, as its record shows it.")
                                     : QString());
    m_to.row->showProblem(wrongTime ? tr("This is not later than the beginning.") : QString());
    if (!wrongCall && !wrongTime) {
        return filter;
    }
    (wrongCall ? m_callRow : m_to.row)->focusField();
    return std::nullopt;
}

void RecordChoice::setFilter(const api::RecordFilter& filter)
{
    select(*m_key, filter.key ? filter.key->str() : std::string());
    select(*m_server, filter.server ? filter.server->str() : std::string());
    m_tool->setText(toQString(filter.tool.value_or(std::string())));
    m_call->setText(filter.call ? toQString(filter.call->str()) : QString());
    const auto set = [](const Moment& moment, const std::optional<WallTime>& time) {
        moment.check->setChecked(time.has_value());
        if (time) {
            moment.edit->setDateTime(toDateTime(*time));
        }
    };
    set(m_from, filter.time.from);
    set(m_to, filter.time.to);
}

void RecordChoice::focusFirst()
{
    m_key->setFocus();
}

} // namespace portcullis::ui
