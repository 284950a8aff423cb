#include "ui/keys/key_form.h"

#include "ui/keys/key_binding_form.h"
#include "ui/teams/owner_words.h"
#include "ui/text.h"
#include "ui/widgets/form.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/rate_field.h"
#include "ui/widgets/tab_pages.h"
#include "ui/words.h"

#include <QCalendarWidget>
#include <QCheckBox>
#include <QComboBox>
#include <QDateEdit>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QSpinBox>
#include <QTextCharFormat>

#include <algorithm>

namespace portcullis::ui {

namespace {

// Values of the expiry box: days from now, or one of these.
constexpr int kNever = 0;
constexpr int kOnDate = -1;
constexpr int kMostAtOnce = 100'000;

void select(QComboBox* box, const std::string& id)
{
    box->setCurrentIndex(std::max(0, box->findData(toQString(id))));
}

std::string chosen(const QComboBox* box)
{
    return toStdString(box->currentData().toString());
}

} // namespace

KeyForm::KeyForm(const Clock& clock, QWidget* parent)
    : QWidget(parent)
    , m_clock(clock)
    , m_label(new QLineEdit)
    , m_owner(new QLineEdit)
    , m_expiry(new QComboBox)
    , m_date(new QDateEdit)
    , m_content(new QComboBox)
    , m_lenient(new QCheckBox(tr("Accept lenient &clients")))
    , m_team(new QComboBox)
    , m_case(new QComboBox)
    , m_rate(new RateField(tr("Limit how &fast it may call")))
    , m_concurrency(new QSpinBox)
    , m_binding(new KeyBindingForm)
    , m_tabs(new TabPages(tr("About the key")))
{
    m_tabs->addPage(buildKey(), tr("Key"));
    m_tabs->addPage(buildPlace(), tr("Team and limits"));
    m_tabs->addPage(m_binding, tr("Binding"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_tabs);
    connect(m_label, &QLineEdit::textChanged, this, &KeyForm::changed);
}

QWidget* KeyForm::buildKey()
{
    m_label->setObjectName(QStringLiteral("keyLabel"));
    m_owner->setObjectName(QStringLiteral("keyOwner"));
    m_expiry->setObjectName(QStringLiteral("keyExpiry"));
    m_label->setPlaceholderText(tr("Editor on the analysis machine"));
    for (const auto mode :
         {api::ContentMode::Full, api::ContentMode::ProveOnly, api::ContentMode::None}) {
        m_content->addItem(contentModeText(mode), static_cast<int>(mode));
    }
    auto* form = new Form;
    form->addField(
        tr("&Label"),
        m_label,
        tr("Which client uses it. One key for each client, so that the log tells them apart."));
    form->addField(tr("&Owner"),
                   m_owner,
                   tr("The person who answers for what is done with it; may stay empty."));
    form->addField(tr("&Valid"), buildExpiry());
    form->addField(tr("&Recorded of its calls"), m_content);
    m_lenient->setObjectName(QStringLiteral("keyLenient"));
    const QString lenience =
        tr("Answers clients that ask for JSON alone, which MCP does not allow, instead of refusing "
           "them.");
    nameForAccessibility(m_lenient, tr("Accept lenient clients"), lenience);
    form->addField({}, m_lenient, lenience);
    return form;
}

QWidget* KeyForm::buildPlace()
{
    m_team->setObjectName(QStringLiteral("keyTeam"));
    m_case->setObjectName(QStringLiteral("keyCase"));
    m_team->addItem(tr("No team"), QString());
    m_case->addItem(tr("No case"), QString());
    for (QComboBox* box : {m_team, m_case}) { // long names must not widen the dialog
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    }
    m_concurrency->setObjectName(QStringLiteral("keyConcurrency"));
    m_concurrency->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_concurrency->setRange(0, kMostAtOnce);
    m_concurrency->setSpecialValueText(tr("As the settings say"));
    auto* form = new Form;
    form->addField(tr("&Team"), m_team);
    form->addField(tr("Ca&se"),
                   m_case,
                   tr("It may be used while its team, the customer and the case are enabled "
                      "and open, and for no more than the case allows."));
    form->addField(tr("Calls at &once"), m_concurrency);
    form->addField({}, m_rate);
    form->addStretch();
    return form;
}

void KeyForm::setChoices(const api::GatewayConfig& config)
{
    for (const api::Team& team : config.teams) {
        const QString name = fullName(team, config);
        const bool works = describe(team, config).tone == Tone::Good;
        m_team->addItem(works ? name : tr("%1 (disabled)").arg(name), toQString(team.id.str()));
    }
    for (const api::Case& one : config.cases) {
        const QString name = ownerName(one);
        m_case->addItem(one.closed ? tr("%1 (closed)").arg(name) : name, toQString(one.id.str()));
    }
    m_concurrency->setSpecialValueText(
        tr("As the settings say (%1)").arg(numberText(config.settings.limits.inFlightPerKey)));
}

QWidget* KeyForm::buildExpiry()
{
    m_expiry->addItem(tr("Until it is removed"), kNever);
    m_expiry->addItem(tr("For 30 days"), 30);
    m_expiry->addItem(tr("For 90 days"), 90);
    m_expiry->addItem(tr("For a year"), 365);
    m_expiry->addItem(tr("Until a date"), kOnDate);
    m_date->setCalendarPopup(true);
    m_date->setDisplayFormat(QStringLiteral("d MMM yyyy"));
    m_date->setDate(toDateTime(m_clock.wallNow()).date().addDays(30));
    m_date->calendarWidget()->setVerticalHeaderFormat(QCalendarWidget::NoVerticalHeader);
    for (const auto day : {Qt::Saturday, Qt::Sunday}) {
        m_date->calendarWidget()->setWeekdayTextFormat(day,
                                                       QTextCharFormat()); // red says nothing here
    }
    nameForAccessibility(m_expiry, tr("Valid"));
    nameForAccessibility(m_date, tr("Last day on which the key is valid"));
    m_date->hide();
    connect(m_expiry, &QComboBox::currentIndexChanged, this, [this] {
        m_date->setVisible(m_expiry->currentData().toInt() == kOnDate);
    });
    auto* widget = new QWidget;
    auto* row = new QHBoxLayout(widget);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kGrid);
    row->addWidget(m_expiry, 1);
    row->addWidget(m_date, 1);
    widget->setFocusProxy(m_expiry);
    return widget;
}

void KeyForm::setKey(const api::KeyConfig& key)
{
    m_label->setText(toQString(key.label));
    m_owner->setText(toQString(key.owner));
    m_expiry->setCurrentIndex(m_expiry->findData(key.expires ? kOnDate : kNever));
    m_stored = key.expires;
    if (key.expires) {
        m_date->setDate(toDateTime(*key.expires).date());
    }
    m_content->setCurrentIndex(m_content->findData(static_cast<int>(key.content)));
    m_lenient->setChecked(key.lenientAccept);
    select(m_team, key.team.str());
    select(m_case, key.caseId.str());
    m_rate->setRate(key.rate);
    m_concurrency->setValue(static_cast<int>(key.concurrency));
    m_binding->setBinding(key.transports, key.programs);
}

std::string KeyForm::label() const
{
    return toStdString(m_label->text().trimmed());
}

std::string KeyForm::owner() const
{
    return toStdString(m_owner->text().trimmed());
}

std::optional<WallTime> KeyForm::expires() const
{
    const int choice = m_expiry->currentData().toInt();
    if (choice == kNever) {
        return std::nullopt;
    }
    // Saving another field must not lengthen the life of a key.
    if (choice == kOnDate && m_stored && m_date->date() == toDateTime(*m_stored).date()) {
        return m_stored;
    }
    const QDate day =
        choice == kOnDate ? m_date->date() : toDateTime(m_clock.wallNow()).date().addDays(choice);
    return toWallTime(QDateTime(day, QTime(23, 59, 59)));
}

api::ContentMode KeyForm::content() const
{
    return static_cast<api::ContentMode>(m_content->currentData().toInt());
}

bool KeyForm::lenientAccept() const
{
    return m_lenient->isChecked();
}

TeamId KeyForm::team() const
{
    return TeamId(chosen(m_team));
}

CaseId KeyForm::caseId() const
{
    return CaseId(chosen(m_case));
}

std::optional<api::RateLimit> KeyForm::rate() const
{
    return m_rate->rate();
}

std::uint32_t KeyForm::concurrency() const
{
    return static_cast<std::uint32_t>(m_concurrency->value());
}

api::KeyTransports KeyForm::transports() const
{
    return m_binding->transports();
}

const api::KeyPrograms& KeyForm::programs() const
{
    return m_binding->programs();
}

bool KeyForm::settle()
{
    const bool settled = m_binding->settle();
    if (!settled) {
        m_tabs->showPageOf(m_binding);
    }
    return settled;
}

void KeyForm::focusLabel()
{
    m_tabs->showPageOf(m_label);
    m_label->setFocus();
}

} // namespace portcullis::ui
