#include "ui/budgets/budget_form.h"

#include "ui/budgets/amounts.h"
#include "ui/budgets/budget_words.h"
#include "ui/text.h"
#include "ui/widgets/form.h"
#include "ui/widgets/labels.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCompleter>
#include <QLabel>
#include <QLineEdit>
#include <QRegularExpression>
#include <QSpinBox>
#include <QTimeZone>
#include <QVBoxLayout>

namespace portcullis::ui {

namespace {

using api::BudgetLevel;
using api::BudgetPeriod;
using api::BudgetUnit;
using api::BudgetWindow;

constexpr BudgetLevel kLevels[] = {BudgetLevel::Customer,
                                   BudgetLevel::Team,
                                   BudgetLevel::Key,
                                   BudgetLevel::Server,
                                   BudgetLevel::Case};
constexpr BudgetUnit kUnits[] = {BudgetUnit::Calls,
                                 BudgetUnit::WriteCalls,
                                 BudgetUnit::Bytes,
                                 BudgetUnit::Tokens,
                                 BudgetUnit::UpstreamMilliseconds,
                                 BudgetUnit::CostMicros};
constexpr BudgetPeriod kPeriods[] = {BudgetPeriod::Minute,
                                     BudgetPeriod::Hour,
                                     BudgetPeriod::Day,
                                     BudgetPeriod::Week,
                                     BudgetPeriod::Month,
                                     BudgetPeriod::Quarter,
                                     BudgetPeriod::Year,
                                     BudgetPeriod::CaseLife};

template <typename Value>
Value chosen(const QComboBox* box)
{
    return static_cast<Value>(box->currentData().toInt());
}

template <typename Value>
void choose(QComboBox* box, Value value)
{
    box->setCurrentIndex(box->findData(static_cast<int>(value)));
}

bool isZone(const QString& name)
{
    return QTimeZone::isTimeZoneIdAvailable(name.toLatin1()) && !name.isEmpty();
}

// That of this computer, where it has one by name.
QString usualZone()
{
    const QString zone = QString::fromLatin1(QTimeZone::systemTimeZoneId());
    return isZone(zone) ? zone : QString::fromLatin1(api::kUtc);
}

QComboBox* makeBox(const char* name)
{
    auto* box = new QComboBox;
    box->setObjectName(QLatin1String(name));
    return box;
}

} // namespace

BudgetForm::BudgetForm(const api::GatewayConfig& config,
                       const api::Budget* present,
                       QWidget* parent)
    : QWidget(parent)
    , m_config(config)
    , m_present(present == nullptr ? std::nullopt : std::optional(*present))
    , m_currency(toQString(config.settings.currency))
    , m_form(new Form)
    , m_level(makeBox("budgetLevel"))
    , m_owner(makeBox("budgetOwner"))
    , m_unit(makeBox("budgetUnit"))
    , m_limit(new QLineEdit)
    , m_meaning(makeLabel(TextRole::Caption))
    , m_period(makeBox("budgetPeriod"))
    , m_window(makeBox("budgetWindow"))
    , m_zone(makeBox("budgetZone"))
    , m_warnAt(new QSpinBox)
    , m_failed(new QCheckBox(tr("Calls that &fail count, too")))
    , m_name(new QLineEdit)
{
    buildSubject();
    buildAmount();
    buildTime();
    buildRest();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_form);
    for (const BudgetLevel level : kLevels) {
        if (present != nullptr || !ownersOf(m_config, level).empty()) {
            m_level->addItem(levelText(level), static_cast<int>(level));
        }
    }
    showOwners();
    if (m_present) {
        fill(*m_present);
    }
    connectFields();
    showAmount();
    showWindow();
    showName();
    m_limit->setFocus();
}

void BudgetForm::buildSubject()
{
    FormRow* level = m_form->addField(tr("L&evel"), m_level);
    m_ownerRow = m_form->addField(tr("&Owner"), m_owner);
    m_form->addPair(level, m_ownerRow);
    for (const BudgetUnit unit : kUnits) {
        m_unit->addItem(unitText(unit), static_cast<int>(unit));
    }
    m_form->addPair(m_form->addField(tr("What is &counted"), m_unit),
                    m_form->addField(tr("I&n which time"), m_period));
}

void BudgetForm::buildAmount()
{
    m_limit->setObjectName(QStringLiteral("budgetLimit"));
    m_meaning->setObjectName(QStringLiteral("budgetMeaning"));
    m_limitRow = m_form->addField(tr("Li&mit"), m_limit);
    m_form->addWidget(m_meaning);
}

void BudgetForm::buildTime()
{
    m_window->addItem(tr("By the calendar"), static_cast<int>(BudgetWindow::Calendar));
    m_window->addItem(tr("Rolling: so long before each call"),
                      static_cast<int>(BudgetWindow::Rolling));
    m_zone->setEditable(true);
    m_zone->setInsertPolicy(QComboBox::NoInsert);
    for (const QByteArray& zone : QTimeZone::availableTimeZoneIds()) {
        m_zone->addItem(QString::fromLatin1(zone));
    }
    m_zone->completer()->setFilterMode(Qt::MatchContains);
    m_zone->completer()->setCompletionMode(QCompleter::PopupCompletion);
    m_zone->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_zone->setEditText(usualZone());
    nameForAccessibility(m_zone->lineEdit(), tr("Time zone of the calendar"));
    m_windowRow = m_form->addField(tr("Win&dow"), m_window);
    m_zoneRow = m_form->addField(tr("&Time zone of the calendar"), m_zone);
    m_form->addPair(m_windowRow, m_zoneRow);
}

void BudgetForm::buildRest()
{
    m_warnAt->setObjectName(QStringLiteral("budgetWarnAt"));
    m_warnAt->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_warnAt->setRange(0, 100);
    m_warnAt->setSuffix(QStringLiteral(u"\u00a0%"));
    m_warnAt->setSpecialValueText(tr("No warning"));
    m_warnAt->setValue(80);
    m_name->setObjectName(QStringLiteral("budgetName"));
    m_nameRow = m_form->addField(tr("Cal&led"), m_name);
    m_form->addPair(m_form->addField(tr("W&arn at"), m_warnAt), m_nameRow);
    m_failed->setObjectName(QStringLiteral("budgetFailed"));
    m_failed->setChecked(true);
    nameForAccessibility(m_failed,
                         tr("Calls that fail count, too"),
                         tr("Otherwise a call that fails gives back what it took."));
    m_form->addField({}, m_failed, tr("Otherwise a call that fails gives back what it took."));
}

void BudgetForm::connectFields()
{
    connect(m_level, &QComboBox::currentIndexChanged, this, &BudgetForm::showOwners);
    connect(m_unit, &QComboBox::currentIndexChanged, this, &BudgetForm::showAmount);
    connect(m_limit, &QLineEdit::textChanged, this, &BudgetForm::showAmount);
    connect(m_period, &QComboBox::currentIndexChanged, this, &BudgetForm::showWindow);
    connect(m_window, &QComboBox::currentIndexChanged, this, &BudgetForm::showWindow);
    for (const QComboBox* box : {m_level, m_owner, m_unit, m_period}) {
        connect(box, &QComboBox::currentIndexChanged, this, &BudgetForm::showName);
    }
}

void BudgetForm::fill(const api::Budget& present)
{
    choose(m_level, present.level);
    showOwners();
    m_owner->setCurrentIndex(m_owner->findData(toQString(present.owner)));
    choose(m_unit, present.unit);
    choose(m_period, present.period);
    for (QComboBox* box : {m_level, m_owner, m_unit, m_period}) {
        box->setEnabled(false);
    }
    m_limit->setText(editableAmount(present.unit, present.limit, m_currency));
    choose(m_window, present.window);
    m_zone->setEditText(toQString(present.timeZone));
    m_warnAt->setValue(static_cast<int>(present.warnAtPercent));
    m_failed->setChecked(present.failedCallsCount);
    m_name->setText(toQString(present.id.str()));
    m_name->setReadOnly(true);
}

bool BudgetForm::hasOwners() const
{
    return m_level->count() > 0;
}

void BudgetForm::showOwners()
{
    m_owner->clear();
    for (const OwnerName& owner : ownersOf(m_config, chosen<BudgetLevel>(m_level))) {
        m_owner->addItem(owner.name, toQString(owner.id));
    }
    showPeriods();
}

// The life of a case is a time for budgets of cases only.
void BudgetForm::showPeriods()
{
    const QVariant before = m_period->currentData();
    m_period->clear();
    for (const BudgetPeriod period : kPeriods) {
        if (period != BudgetPeriod::CaseLife || chosen<BudgetLevel>(m_level) == BudgetLevel::Case) {
            m_period->addItem(periodText(period), static_cast<int>(period));
        }
    }
    const int same = before.isValid() ? m_period->findData(before) : -1;
    m_period->setCurrentIndex(same >= 0 ? same
                                        : m_period->findData(static_cast<int>(BudgetPeriod::Day)));
}

void BudgetForm::showAmount()
{
    m_limit->setPlaceholderText(editableAmount(unit(),
                                               unit() == BudgetUnit::CostMicros ? 12'500'000
                                               : unit() == BudgetUnit::UpstreamMilliseconds
                                                   ? 900'000
                                               : unit() == BudgetUnit::Bytes ? 5'000'000
                                                                             : 1000,
                                               m_currency));
    const auto value = amount();
    m_meaning->setText(value ? tr("Means %1.").arg(exactAmountText(unit(), *value, m_currency))
                             : amountHint(unit(), m_currency));
    if (value) {
        m_limitRow->showProblem({});
    }
}

void BudgetForm::showWindow()
{
    const bool life = chosen<BudgetPeriod>(m_period) == BudgetPeriod::CaseLife;
    m_window->setEnabled(!life);
    m_zone->setEnabled(!life && chosen<BudgetWindow>(m_window) == BudgetWindow::Calendar);
    m_zoneRow->showProblem({});
}

void BudgetForm::showName()
{
    m_name->setPlaceholderText(toQString(api::defaultBudgetId(subject()).str()));
    m_nameRow->showProblem({});
}

api::BudgetUnit BudgetForm::unit() const
{
    return chosen<BudgetUnit>(m_unit);
}

std::optional<std::uint64_t> BudgetForm::amount() const
{
    return parseAmount(unit(), m_limit->text(), m_currency);
}

api::Budget BudgetForm::subject() const
{
    api::Budget budget;
    budget.level = chosen<BudgetLevel>(m_level);
    budget.owner = toStdString(m_owner->currentData().toString());
    budget.unit = unit();
    budget.period = chosen<BudgetPeriod>(m_period);
    return budget;
}

bool BudgetForm::complain(FormRow* row, const QString& text)
{
    const bool first = !m_form->hasProblem();
    row->showProblem(text);
    if (first) {
        row->focusField();
    }
    return false;
}

bool BudgetForm::checkFields(const api::Budget& budget)
{
    static const QRegularExpression kName(QStringLiteral("^[A-Za-z0-9][A-Za-z0-9._-]{0,159}$"));
    bool good = true;
    if (budget.owner.empty()) {
        good = complain(m_ownerRow, tr("Choose whose calls it counts."));
    }
    const auto value = amount();
    if (!value) {
        good = complain(m_limitRow, amountProblem(unit(), m_currency));
    } else if (*value == 0) {
        good = complain(m_limitRow,
                        tr("A limit is more than nothing. To allow nothing, disable what the "
                           "budget limits."));
    }
    if (m_zone->isEnabled() && !isZone(m_zone->currentText().trimmed())) {
        good = complain(m_zoneRow, tr("Choose a time zone of the list, such as Europe/Berlin."));
    }
    if (m_present) {
        return good;
    }
    if (!kName.match(toQString(budget.id.str())).hasMatch()) {
        good = complain(m_nameRow,
                        tr("Up to 160 letters, digits, '.', '_' and '-', beginning with a letter "
                           "or digit."));
    } else if (api::findBudget(m_config, budget.id) != nullptr) {
        good = complain(m_nameRow,
                        tr("There is a budget of this name already: edit that one, or call this "
                           "one something else."));
    }
    return good;
}

std::optional<api::Budget> BudgetForm::budget()
{
    m_form->clearProblems();
    api::Budget budget = m_present.value_or(subject());
    if (!m_present) {
        const QString name = m_name->text().trimmed();
        budget.id = name.isEmpty() ? api::defaultBudgetId(budget) : BudgetId(toStdString(name));
    }
    if (!checkFields(budget)) {
        return std::nullopt;
    }
    budget.limit = *amount();
    budget.window = chosen<BudgetWindow>(m_window);
    if (m_zone->isEnabled()) {
        budget.timeZone = toStdString(m_zone->currentText().trimmed());
    }
    budget.warnAtPercent = static_cast<std::uint32_t>(m_warnAt->value());
    budget.failedCallsCount = m_failed->isChecked();
    return budget;
}

} // namespace portcullis::ui
